package org.belfry.media.mix;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.codec.G711;
import org.junit.jupiter.api.Test;

class OutgoingTest {
  private final Mixer mixer = new Mixer(MixerSettings.DEFAULT);
  private int open;
  private final Outgoing<G711> outgoing =
      new Outgoing<>(
          mixer,
          law -> {
            open++;
            return new FrameEncoder() {
              @Override
              public int encode(short[] frame, byte[] out) {
                law.encode(frame, 0, out, 0, frame.length);
                return frame.length;
              }

              @Override
              public void close() {
                open--;
              }
            };
          });

  @Test
  void whatManyHearIsEncodedOnceForEachCodec() throws RoomRefusal {
    List<Outgoing<G711>.Payload> payloads = new ArrayList<>();
    payloads.add(outgoing.open(mixer.join(new TestVoice(8000, 300, 0.3)), G711.A_LAW));
    payloads.add(outgoing.open(mixer.join(new TestVoice(8000, 500, 0.3)), G711.MU_LAW));
    for (int i = 0; i < 100; i++) {
      G711 law = i % 2 == 0 ? G711.A_LAW : G711.MU_LAW;
      payloads.add(outgoing.open(mixer.join(TestVoice.silent(8000)), law));
    }
    for (int tick = 1; tick <= 10; tick++) {
      mixer.tick();
      payloads.forEach(p -> assertThat(p.encode()).isEqualTo(160));
      assertThat(outgoing.encoded()).isEqualTo(4 * tick);
    }
    assertThat(payloads.get(2).bytes()).isSameAs(payloads.get(4).bytes());
    assertThat(payloads.get(2).bytes()).isNotSameAs(payloads.get(3).bytes());
    payloads.forEach(Outgoing.Payload::close);
    assertThat(open).isZero();
  }

  @Test
  void silenceIsEncodedOnceToo() throws RoomRefusal {
    Outgoing<G711>.Payload one = outgoing.open(mixer.join(TestVoice.silent(8000)), G711.A_LAW);
    Outgoing<G711>.Payload two = outgoing.open(mixer.join(TestVoice.silent(8000)), G711.A_LAW);
    mixer.tick();
    one.encode();
    two.encode();
    assertThat(outgoing.encoded()).isEqualTo(1);
    assertThat(one.bytes()[0]).isEqualTo((byte) 0xd5);
    one.close();
    one.close();
    two.encode();
    two.close();
    assertThat(open).isZero();
  }
}
