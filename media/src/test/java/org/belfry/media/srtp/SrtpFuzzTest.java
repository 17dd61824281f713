package org.belfry.media.srtp;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.Random;
import java.util.function.Consumer;
import org.belfry.media.srtp.dtls.DtlsFuzz;
import org.belfry.media.srtp.sdes.CryptoAttributeFuzz;
import org.junit.jupiter.api.Test;

/** A little of what the fuzzer does, from a seed; the classes are given to Jazzer as they are. */
class SrtpFuzzTest {
  private final Random random = new Random(7983);

  @Test
  void noPacketDoesHarm() {
    survives(SrtpFuzz::fuzzerTestOneInput, 300, 200, 0x80, 0xc8);
  }

  @Test
  void noDatagramDoesHarm() {
    survives(DtlsFuzz::fuzzerTestOneInput, 20_000, 300, 22, 0xfe, 0xfd, 0, 0, 0, 0, 0, 0, 0, 0);
    survives(DtlsFuzz::fuzzerTestOneInput, 20_000, 60, 's', 'h', 'a', '-', '1', ' ');
  }

  @Test
  void noLineDoesHarm() {
    survives(CryptoAttributeFuzz::fuzzerTestOneInput, 20_000, 100, '1', ' ');
  }

  private void survives(Consumer<byte[]> target, int times, int length, int... begin) {
    for (int i = 0; i < times; i++) {
      byte[] input = new byte[random.nextInt(length)];
      random.nextBytes(input);
      for (int k = 0; k < begin.length && k < input.length && random.nextInt(20) > 0; k++) {
        input[k] = (byte) begin[k];
      }
      assertThatCode(() -> target.accept(input)).doesNotThrowAnyException();
    }
  }
}
