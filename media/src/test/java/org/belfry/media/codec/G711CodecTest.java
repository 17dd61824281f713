package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class G711CodecTest {

  @Nested
  class ALaw implements CodecContract {
    @Override
    public Codec codec() {
      return G711Codec.PCMA;
    }

    @Override
    public double toneSnr() {
      return 35;
    }
  }

  @Nested
  class MuLaw implements CodecContract {
    @Override
    public Codec codec() {
      return G711Codec.PCMU;
    }

    @Override
    public double toneSnr() {
      return 35;
    }
  }

  @Test
  void theFormatsAreThoseOfRfc3551() {
    assertThat(G711Codec.PCMU.format()).hasToString("PCMU/8000");
    assertThat(G711Codec.PCMU.format().staticPayloadType()).isZero();
    assertThat(G711Codec.PCMA.format().staticPayloadType()).isEqualTo(8);
  }
}
