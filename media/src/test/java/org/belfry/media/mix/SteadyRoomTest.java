package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.AllocatedBytes;
import org.belfry.media.codec.G711;
import org.junit.jupiter.api.Test;

/** 500 listeners and 5 talkers, encoded as G.711. */
class SteadyRoomTest {
  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);
  private final Outgoing<G711> outgoing = new Outgoing<>(mixer, SteadyRoomTest::encoder);
  private final List<Outgoing<G711>.Payload> payloads = new ArrayList<>();

  @Test
  void aTickAllocatesNothing() throws RoomRefusal {
    fill();
    Runnable tenSeconds =
        () -> {
          for (int i = 0; i < 500; i++) {
            tick();
          }
        };
    assertThat(AllocatedBytes.least(tenSeconds)).isZero();
  }

  @Test
  void tenSecondsOfSuchARoomFitIntoOne() throws RoomRefusal {
    fill();
    for (int i = 0; i < 500; i++) {
      tick();
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadCpuTime();
    for (int i = 0; i < 500; i++) {
      tick();
    }
    // By CPU time, so that a busy machine changes nothing. Measured: some 20 ms.
    assertThat(threads.getCurrentThreadCpuTime() - before).isLessThan(1_000_000_000L);
  }

  private void fill() throws RoomRefusal {
    for (int i = 0; i < 5; i++) {
      add(new TestVoice(i == 0 ? 16000 : 8000, 300 + 100 * i, 0.2));
    }
    for (int i = 0; i < 500; i++) {
      add(TestVoice.silent(8000));
    }
  }

  private void add(TestVoice voice) throws RoomRefusal {
    payloads.add(outgoing.open(mixer.join(voice), G711.A_LAW));
  }

  private void tick() {
    mixer.tick();
    for (int i = 0; i < payloads.size(); i++) {
      payloads.get(i).encode();
    }
  }

  private static FrameEncoder encoder(G711 law) {
    return (frame, out) -> {
      law.encode(frame, 0, out, 0, frame.length);
      return frame.length;
    };
  }
}
