package org.belfry.media.path;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.belfry.media.dtmf.Digit;
import org.belfry.media.dtmf.ToneReceiver;
import org.belfry.media.jitter.JitterFigures;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The sound of one leg, seen from the inside: the phone's packets are put in and come out as frames
 * of 20 ms; frames are written and go out as packets. Has no thread and no clock: whoever owns it
 * calls {@link #take} and {@link #write} each 20 ms.
 *
 * <p>Belongs to one thread. Never throws for what a phone sends. Closing it twice is fine.
 */
public final class AudioLeg implements AutoCloseable {
  private final int rate;
  private final IncomingSound incoming;
  private final OutgoingSound outgoing;

  /**
   * @param rate samples per second of the frames: 8000, 16000, 24000, 32000 or 48000
   * @param digits gets what is dialled
   * @param tones what finds digits in the sound, for a leg that sends no events; null to not
   *     listen. Closed with the leg
   * @param random for SSRC and first numbers; a secure one in earnest (RFC 3550 §5.1)
   */
  public AudioLeg(
      LegFormat format,
      int rate,
      DigitListener digits,
      @Nullable ToneReceiver tones,
      RandomGenerator random) {
    this.rate = rate;
    this.incoming = new IncomingSound(format.receiving(), rate, digits, tones, random);
    this.outgoing = new OutgoingSound(format.sending(), rate, random);
  }

  /** Samples per second of its frames. */
  public int rate() {
    return rate;
  }

  /**
   * Takes a packet of the phone's in.
   *
   * @param packet an RTP packet in the clear that {@link Packet#looksLikeRtp}; it is copied
   * @param now of a clock that only rises, in nanoseconds
   */
  public void put(Packet packet, long now) {
    incoming.put(packet, now);
  }

  /**
   * Gives the next 20 ms of what the phone says.
   *
   * @param frame has room for {@link Frames#samples} of the rate
   * @return SOUND or SILENCE
   */
  public FrameSource.Got take(short[] frame, long now) {
    return incoming.take(frame, now) ? FrameSource.Got.SOUND : FrameSource.Got.SILENCE;
  }

  /** Sends the phone 20 ms of sound. */
  public void write(short[] frame, PacketSink sink) {
    outgoing.write(frame, sink);
  }

  /**
   * Sends the phone 20 ms of sound that were encoded elsewhere, by this leg's codec and parameters:
   * what a room hears is encoded once for all (see {@code mix.Outgoing}). Who hears now such and
   * now frames of its own changes the encoder, as in {@code mix.Outgoing}.
   *
   * @param payload from its beginning; only read
   * @param length 0 when the encoder had nothing to send
   * @return false when the leg has to encode for itself: it wants packets of other than 20 ms, or
   *     sends a digit as a tone just now. Then {@link #write} what it hears
   */
  public boolean writePayload(byte[] payload, int length, PacketSink sink) {
    return outgoing.writePayload(payload, length, sink);
  }

  /** Sends the phone 20 ms of silence. */
  public void silence(PacketSink sink) {
    outgoing.silence(sink);
  }

  /**
   * What the phone says, for who reads sources: a mixer, a recorder. Never ends.
   *
   * @param now tells the time of the tick in which it is read, as for {@link #put}
   */
  public FrameSource source(LongSupplier now) {
    return new FrameSource() {
      @Override
      public int rate() {
        return rate;
      }

      @Override
      public Got read(short[] frame) {
        return take(frame, now.getAsLong());
      }
    };
  }

  /** What the phone hears, for who writes sinks: a mixer, a player. */
  public FrameSink sink(PacketSink packets) {
    return new FrameSink() {
      @Override
      public int rate() {
        return rate;
      }

      @Override
      public void write(short[] frame) {
        outgoing.write(frame, packets);
      }

      @Override
      public void silence() {
        outgoing.silence(packets);
      }
    };
  }

  /** Says that frames were not sent at all, as on hold. */
  public void skip(int frames) {
    outgoing.skip(frames);
  }

  /**
   * Sends the phone a digit, as the event or the tone that it understands, after those that wait.
   * More than 64 waiting ones are dropped and counted.
   *
   * @param ms how long, 60 to 30000
   */
  public void sendDigit(Digit digit, int ms) {
    outgoing.send(digit, ms);
  }

  /** Whether a digit is being said to the phone, or waits. */
  public boolean dials() {
    return outgoing.dials();
  }

  /** Begins a digit that lasts until {@link #release}, 30 s at most; a tone has a fixed length. */
  public void press(Digit digit) {
    outgoing.press(digit);
  }

  /** Ends what {@link #press} began. */
  public void release() {
    outgoing.release();
  }

  /** Tells the encoder what the phone reports to lose (RTCP), in per cent. */
  public void expectLoss(int percent) {
    outgoing.expectLoss(percent);
  }

  /** Of the packets that it makes, as a signed int. */
  public int ssrc() {
    return outgoing.ssrc();
  }

  /** The figures of the jitter buffer. */
  public JitterFigures jitter(long now) {
    return incoming.jitter(now);
  }

  /** What each stage has to say, in the order in which sound passes: inwards, then outwards. */
  public List<Stage> stages(long now) {
    List<Stage> all = new ArrayList<>(incoming.stages(now));
    all.add(outgoing.stage());
    return List.copyOf(all);
  }

  @Override
  public void close() {
    incoming.close();
    outgoing.close();
  }
}
