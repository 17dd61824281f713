package org.belfry.media.codec.spandsp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.media.codec.Codec;
import org.belfry.media.codec.CodecContract;
import org.belfry.media.codec.LibraryMissing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class G722CodecTest implements CodecContract {
  private static Spandsp library;

  @BeforeAll
  static void load() throws LibraryMissing {
    library = Spandsp.load();
  }

  @Override
  public Codec codec() {
    return new G722Codec(library);
  }

  @Override
  public double toneSnr() {
    return 30;
  }

  /** RFC 3551 §4.5.2. */
  @Test
  void theClockRunsAtHalfTheSampleRate() {
    assertThat(codec().format()).hasToString("G722/8000");
    assertThat(codec().format().staticPayloadType()).isEqualTo(9);
    assertThat(codec().sampleRates()).containsExactly(16_000);
  }

  @Test
  void anAbsentLibraryIsSaidInWords() {
    assertThatThrownBy(() -> Spandsp.load("libnosuch.so.2"))
        .isInstanceOf(LibraryMissing.class)
        .hasMessageContaining("libnosuch.so.2")
        .hasMessageContaining("apt install libspandsp2");
    assertThatThrownBy(() -> Spandsp.load("libc.so.6"))
        .isInstanceOf(LibraryMissing.class)
        .hasMessageContaining("g722_encode_init");
  }
}
