package org.belfry.media.session;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.belfry.media.codec.Codecs;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.path.AudioLeg;
import org.belfry.media.path.EventFormat;
import org.belfry.media.path.Frames;
import org.belfry.media.path.LegFormat;
import org.belfry.media.relay.PayloadMap;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.sdp.negotiation.Side;
import org.jspecify.annotations.Nullable;

/**
 * Digits between two lines whose sound passes, when one side speaks telephone-events (RFC 4733) and
 * the other tones or SIP INFO. Listens to both beside the relay; while a digit is said to a side,
 * that side does not hear the other.
 */
final class DigitTranslation implements Ticker.Ticked {
  private static final int RATE = ToneReceiver.SAMPLE_RATE;

  /** A digit that comes as a tone and by INFO within this time was pressed once. */
  private static final long TWICE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Party a;
  private final Party b;
  private final Queue<Runnable> asked = new ConcurrentLinkedQueue<>();
  private final short[] frame = new short[Frames.samples(RATE)];
  private long now;

  /** One side. */
  private static final class Party {
    final Line line;
    final boolean events;
    final int eventType;
    final Mailbox mailbox = new Mailbox();
    final PayloadMap map;
    final AudioLeg leg;
    boolean interrupted;
    boolean byInfo;
    @Nullable Digit tone;
    long toneAt;

    /**
     * @param map of what it hears of the other side
     */
    Party(Line line, LegFormat format, PayloadMap map, AudioLeg leg) {
      this.line = line;
      this.events = format.receiving().events().isPresent();
      this.eventType = format.receiving().events().map(EventFormat::payloadType).orElse(-1);
      this.map = map;
      this.leg = leg;
    }
  }

  /**
   * @param toA of what A hears of B
   * @throws Transcoding.UnsupportedCodec when a side's codec is none of ours
   */
  DigitTranslation(
      Line a,
      LegMedia mediaA,
      PayloadMap toA,
      Line b,
      LegMedia mediaB,
      PayloadMap toB,
      Codecs codecs,
      Optional<Supplier<ToneReceiver>> tones,
      RandomGenerator random)
      throws Transcoding.UnsupportedCodec {
    LegFormat formatA = Transcoding.format(mediaA, codecs);
    LegFormat formatB = Transcoding.format(mediaB, codecs);
    this.a =
        new Party(
            a,
            formatA,
            toA,
            new AudioLeg(
                formatA,
                RATE,
                e -> heard(Side.A, e),
                Transcoding.listener(formatA, tones),
                random));
    this.b =
        new Party(
            b,
            formatB,
            toB,
            new AudioLeg(
                formatB,
                RATE,
                e -> heard(Side.B, e),
                Transcoding.listener(formatB, tones),
                random));
  }

  /** Whether a side was told that it may send events. */
  static boolean hasEvents(LegMedia media) {
    return media.receives().stream().anyMatch(PayloadFormat::isTelephoneEvent);
  }

  /** Hears what both lines' phones send; the lines' packets pass to each other as before. */
  void begin() {
    listen(a);
    listen(b);
  }

  private static void listen(Party to) {
    if (to.events) {
      // Its sound is of no interest: events alone are copied.
      to.line
          .leg()
          .sink((packet, at) -> {
            if (packet.payloadType() == to.eventType) {
              to.mailbox.received(packet, at);
            }
          });
    } else {
      to.line.leg().sink(to.mailbox);
    }
  }

  /**
   * A device dialled by INFO. For the thread of the call.
   *
   * @return false when the other side has no events either: the INFO is its business
   */
  boolean dialled(Side from, Digit digit, int ms) {
    if (party(from).events || !party(from.other()).events) {
      return false;
    }
    asked.add(() -> {
      Party dials = party(from);
      boolean heard = digit.equals(dials.tone) && now - dials.toneAt < TWICE_NANOS;
      dials.byInfo = true; // what it says by tones from now on, it says twice
      dials.tone = null;
      if (!heard) {
        party(from.other()).leg.sendDigit(digit, ms);
      }
    });
    return true;
  }

  private Party party(Side side) {
    return side == Side.A ? a : b;
  }

  private void heard(Side from, DtmfEvent event) {
    Party dials = party(from);
    AudioLeg to = party(from.other()).leg;
    if (!dials.events && dials.byInfo) {
      return;
    }
    switch (event) {
      case DtmfEvent.Pressed(Digit digit) -> {
        dials.tone = digit;
        dials.toneAt = now;
        to.press(digit);
      }
      case DtmfEvent.Released released -> to.release();
    }
  }

  @Override
  public void tick(long at) {
    now = at;
    for (Runnable each = asked.poll(); each != null; each = asked.poll()) {
      each.run();
    }
    hear(a);
    hear(b);
    say(a, b);
    say(b, a);
  }

  private void hear(Party from) {
    from.mailbox.empty(from.leg::put);
    from.leg.take(frame, now);
  }

  private static void say(Party to, Party other) {
    boolean dials = to.leg.dials();
    if (dials != to.interrupted) {
      to.interrupted = dials;
      if (dials) {
        to.line.hearsNobody();
      } else {
        to.line.hears(other.line, to.map);
      }
    }
    if (dials) {
      to.leg.silence(to.line::send);
    } else {
      to.leg.skip(1);
    }
  }

  @Override
  public void ended() {
    a.leg.close();
    b.leg.close();
  }
}
