package org.belfry.media.mix;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.belfry.media.codec.G711;
import org.belfry.media.path.FrameSource;

/**
 * Prints what a participant costs per tick, in microseconds of CPU time: mixing with the decoding
 * of G.711, and encoding; and the longest tick by the clock, which a busy machine makes longer. Run
 * its main; the first rounds are warm-up.
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
    long start = cpu();
    for (int tick = 0; tick < TICKS; tick++) {
      mixer.tick();
    }
    long mixed = cpu();
    long worst = 0;
    for (int tick = 0; tick < TICKS; tick++) {
      long begin = System.nanoTime();
      mixer.tick();
      for (int i = 0; i < size; i++) {
        payloads.get(i).encode();
      }
      worst = Math.max(worst, System.nanoTime() - begin);
    }
    long encoded = cpu();
    double mixing = (mixed - start) / 1e3 / TICKS / size;
    double all = (encoded - mixed) / 1e3 / TICKS / size;
    System.out.printf(
        Locale.ROOT,
        "%-24s decode + mix %6.3f µs, encode %6.3f µs, %5.4f %% of a core; worst tick %.2f ms%n",
        name,
        mixing,
        all - mixing,
        all / 20_000 * 100,
        worst / 1e6);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
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
