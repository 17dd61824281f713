package org.belfry.media.mix;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.belfry.media.codec.G711;
import org.belfry.media.path.FrameSource;

/**
 * Prints what a participant costs per tick, in microseconds: the mixer alone, and with decoding and
 * encoding of G.711. Run its main; the first lines are warm-up.
 */
final class MixBenchmark {
  private static final int TICKS = 4000;

  private MixBenchmark() {}

  public static void main(String[] args) throws RoomRefusal {
    for (int round = 0; round < 4; round++) {
      System.out.println("round " + round);
      room("10 talk at 8 kHz", 10, 10, 0);
      room("60 talk at 8 kHz", 60, 60, 0);
      room("60 talk, one at 16 kHz", 60, 60, 1);
      room("60 talk at 16 kHz", 60, 60, 60);
      room("5 of 505 talk at 8 kHz", 505, 5, 0);
    }
  }

  private static void room(String name, int size, int talkers, int wide) throws RoomRefusal {
    Mixer mixer = new Mixer(MixerSettings.DEFAULT);
    Outgoing<G711> outgoing =
        new Outgoing<>(
            mixer,
            law ->
                (frame, out) -> {
                  law.encode(frame, 0, out, 0, frame.length);
                  return frame.length;
                });
    List<Outgoing<G711>.Payload> payloads = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int rate = i < wide ? 16_000 : 8000;
      payloads.add(outgoing.open(mixer.join(new Decoded(rate, i < talkers)), G711.A_LAW));
    }
    long mixing = 0;
    long encoding = 0;
    long worst = 0;
    for (int tick = 0; tick < TICKS; tick++) {
      long start = System.nanoTime();
      mixer.tick();
      long mixed = System.nanoTime();
      for (int i = 0; i < size; i++) {
        payloads.get(i).encode();
      }
      long end = System.nanoTime();
      mixing += mixed - start;
      encoding += end - mixed;
      if (tick > TICKS / 2) {
        worst = Math.max(worst, end - start);
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%-24s decode + mix %6.3f µs, encode %6.3f µs a participant and tick, worst tick %.2f ms%n",
        name,
        mixing / 1e3 / TICKS / size,
        encoding / 1e3 / TICKS / size,
        worst / 1e6);
  }

  /** Decodes a payload of noise, as a leg does. */
  private static final class Decoded implements FrameSource {
    private final int rate;
    private final boolean talks;
    private final byte[] payload;

    Decoded(int rate, boolean talks) {
      this.rate = rate;
      this.talks = talks;
      this.payload = new byte[rate / 50];
      Random random = new Random(rate);
      for (int i = 0; i < payload.length; i++) {
        payload[i] = G711.A_LAW.encode((short) (random.nextGaussian() * 2000));
      }
    }

    @Override
    public int rate() {
      return rate;
    }

    @Override
    public Got read(short[] frame) {
      if (!talks) {
        return Got.SILENCE;
      }
      G711.A_LAW.decode(payload, 0, frame, 0, payload.length);
      return Got.SOUND;
    }
  }
}
