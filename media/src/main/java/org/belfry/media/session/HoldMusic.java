package org.belfry.media.session;

import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.FrameSource;
import org.belfry.media.path.Frames;
import org.belfry.media.path.LegFormat;
import org.belfry.media.play.MusicOnHold;
import org.belfry.media.relay.RtpSink;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Music for who is held, as long as nothing of the holder's is told: many phones play music of
 * their own. The holder's packets are told on a media thread, all else is on the {@link Ticker}'s.
 */
final class HoldMusic implements RtpSink, Ticker.Ticked {
  /** So long the holder must have been silent. */
  static final long QUIET_NANOS = TimeUnit.MILLISECONDS.toNanos(400);

  private static final int WIDE = 16_000;
  private static final int NARROW = 8000;

  private final MusicOnHold music;
  private final Line listener;
  private final AudioLeg leg;
  private final short[] frame;
  private @Nullable FrameSource source;
  private volatile long spokeAt;
  private boolean begun;

  /**
   * @param music of the site; belongs to the ticker's thread
   * @param format what the listener understands
   */
  HoldMusic(MusicOnHold music, LegFormat format, Line listener, RandomGenerator random) {
    int rate = format.sending().codec().sampleRates().getLast() >= WIDE ? WIDE : NARROW;
    this.music = music;
    this.listener = listener;
    this.leg = new AudioLeg(format, rate, digit -> {}, null, random);
    this.frame = new short[Frames.samples(rate)];
  }

  @Override
  public void received(Packet packet, long now) {
    spokeAt = now;
  }

  @Override
  public void tick(long now) {
    if (!begun) {
      begun = true;
      spokeAt = now;
    }
    FrameSource playing = source;
    if (now - spokeAt < QUIET_NANOS) {
      leg.skip(1);
      return;
    }
    if (playing == null) {
      playing = music.listener(leg.rate());
      source = playing;
    }
    if (playing.read(frame) == FrameSource.Got.SOUND) {
      leg.write(frame, listener::send);
    } else {
      leg.silence(listener::send);
    }
  }

  @Override
  public void ended() {
    leg.close();
  }
}
