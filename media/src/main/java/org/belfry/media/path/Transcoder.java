package org.belfry.media.path;

import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.belfry.media.codec.Codec;
import org.belfry.media.dtmf.DtmfEvent;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * Two legs back to back that share no codec: what one says is decoded, and encoded for the other;
 * digits are translated between events and tones. Has no thread and no clock: its owner calls
 * {@link #tick} each 20 ms.
 *
 * <p>Belongs to one thread. Closing it twice is fine.
 */
public final class Transcoder implements AutoCloseable {
  /** The two sides. */
  public enum Side {
    A,
    B
  }

  private final AudioLeg a;
  private final AudioLeg b;
  private final PacketSink toA;
  private final PacketSink toB;
  private final short[] frame;

  /**
   * @param toA gets the packets for the phone of leg A
   * @param tonesOfA what finds digits in the sound of leg A, if it sends no events; null to not
   *     listen
   * @param digits hears of all digits too, whoever dialled them
   */
  public Transcoder(
      LegFormat formatA,
      LegFormat formatB,
      PacketSink toA,
      PacketSink toB,
      @Nullable ToneReceiver tonesOfA,
      @Nullable ToneReceiver tonesOfB,
      DigitListener digits,
      RandomGenerator random) {
    int rate = rate(formatA.sending().codec(), formatB.sending().codec());
    this.toA = toA;
    this.toB = toB;
    this.frame = new short[Frames.samples(rate)];
    this.a = new AudioLeg(formatA, rate, event -> passOn(Side.B, event, digits), tonesOfA, random);
    this.b = new AudioLeg(formatB, rate, event -> passOn(Side.A, event, digits), tonesOfB, random);
  }

  /**
   * The rate at which least is converted and nothing is lost that the other side could carry: the
   * lower of both codecs' best.
   */
  static int rate(Codec one, Codec other) {
    return Math.min(one.sampleRates().getLast(), other.sampleRates().getLast());
  }

  private void passOn(Side to, DtmfEvent event, DigitListener digits) {
    AudioLeg leg = leg(to);
    switch (event) {
      case DtmfEvent.Pressed pressed -> leg.press(pressed.digit());
      case DtmfEvent.Released released -> leg.release();
    }
    digits.on(event);
  }

  /** One of the legs, to send digits of INFO requests or to read its figures. */
  public AudioLeg leg(Side side) {
    return side == Side.A ? a : b;
  }

  /** Takes a packet that a phone sent; see {@link AudioLeg#put}. */
  public void put(Side from, Packet packet, long now) {
    leg(from).put(packet, now);
  }

  /** 20 ms have passed: each side gets what the other said. */
  public void tick(long now) {
    move(a, b, toB, now);
    move(b, a, toA, now);
  }

  private void move(AudioLeg from, AudioLeg to, PacketSink sink, long now) {
    switch (from.take(frame, now)) {
      case SOUND -> to.write(frame, sink);
      case SILENCE, END -> to.silence(sink);
    }
  }

  /** What each stage has to say: leg A's, then leg B's. */
  public List<Stage> stages(long now) {
    return Stream.concat(a.stages(now).stream(), b.stages(now).stream()).toList();
  }

  @Override
  public void close() {
    a.close();
    b.close();
  }
}
