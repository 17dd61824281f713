package org.belfry.media.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SmallPartsTest {

  @Nested
  class RegistryOfCodecs {
    private final Codecs codecs = new Codecs(List.of(G711Codec.PCMA, G711Codec.PCMU));

    @Test
    void aCodecIsFoundByItsNameInAnyCase() {
      assertThat(codecs.find("pcma", 8000, 1)).contains(G711Codec.PCMA);
      assertThat(codecs.find("PCMA", 16_000, 1)).isEmpty();
      assertThat(codecs.find("PCMA", 8000, 2)).isEmpty();
    }

    @Test
    void aCodecIsFoundByItsStaticPayloadType() {
      assertThat(codecs.find(0)).contains(G711Codec.PCMU);
      assertThat(codecs.find(8)).contains(G711Codec.PCMA);
      assertThat(codecs.find(3)).isEmpty();
      assertThat(codecs.find(-1)).isEmpty();
    }

    @Test
    void twoOfOneNameAreRefused() {
      assertThatThrownBy(() -> new Codecs(List.of(G711Codec.PCMA, G711Codec.PCMA)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** RFC 8866 §6.15. */
  @Nested
  class Parameters {
    @Test
    void namesAndValuesAreRead() {
      assertThat(FormatParameters.of("minptime=10; UseInbandFEC=1;x").values())
          .isEqualTo(Map.of("minptime", "10", "useinbandfec", "1", "x", ""));
    }

    @Test
    void nonsenseIsPassedOver() {
      assertThat(FormatParameters.of("").values()).isEmpty();
      assertThat(FormatParameters.of(";;=;=5; ;").values()).isEmpty();
      assertThat(FormatParameters.of("a=1;a=2").values()).isEqualTo(Map.of("a", "1"));
      assertThat(FormatParameters.of("p=1;".repeat(9) + "x;".repeat(9)).values()).hasSize(2);
      String many =
          String.join(";", java.util.stream.IntStream.range(0, 99).mapToObj(i -> "p" + i).toList());
      assertThat(FormatParameters.of(many).values()).hasSize(32);
    }

    @Test
    void numbersAreNumbersOrNothing() {
      FormatParameters p = FormatParameters.of("a=64000;b=-1;c=9999999999;d=1x;e=;f=1");
      assertThat(p.number("a")).hasValue(64_000);
      for (String name : List.of("b", "c", "d", "e", "g")) {
        assertThat(p.number(name)).as(name).isEmpty();
      }
      assertThat(p.on("f")).isTrue();
      assertThat(p.on("a")).isFalse();
    }
  }

  @Test
  void thePacketLengthIsTheLongestThatIsWishedAndPossible() {
    Format opus = new Format("opus", 48_000, 2, Format.DYNAMIC, List.of(10, 20, 40, 60));
    assertThat(opus.ptime(20)).isEqualTo(20);
    assertThat(opus.ptime(30)).isEqualTo(20);
    assertThat(opus.ptime(5)).isEqualTo(10);
    assertThat(opus.ptime(1_000_000)).isEqualTo(60);
  }

  /** RFC 3389. */
  @Nested
  class Noise {
    private final ComfortNoise noise = new ComfortNoise(new Random(1));
    private final short[] pcm = new short[8000];

    @Test
    void itHasTheLevelThatIsDescribed() {
      for (int level : new int[] {40, 50, 60, 70}) {
        noise.describe(new byte[] {(byte) level}, 0, 1);
        noise.fill(pcm, 0, 8000);
        noise.fill(pcm, 0, 8000);
        assertThat(dBov()).as("-%d dBov", level).isBetween(-level - 1.0, -level + 1.0);
      }
    }

    @Test
    void aShapeChangesItsSoundAndNotItsLevel() {
      noise.describe(new byte[] {50, (byte) 200, 90, (byte) 160}, 0, 4);
      noise.fill(pcm, 0, 8000);
      assertThat(dBov()).isBetween(-52.0, -48.0);
    }

    @Test
    void nobodyCanShoutWithIt() {
      byte[] forged = new byte[30];
      java.util.Arrays.fill(forged, (byte) 255);
      forged[0] = 0;
      noise.describe(forged, 0, 30);
      noise.fill(pcm, 0, 8000);
      noise.fill(pcm, 0, 8000);
      assertThat(dBov()).isLessThan(ComfortNoise.LOUDEST + 3.0);
    }

    @Test
    void theLowestLevelIsSilenceAndNoPayloadChangesNothing() {
      noise.describe(new byte[] {127}, 0, 1);
      noise.describe(new byte[0], 0, 0);
      noise.fill(pcm, 0, 8000);
      assertThat(Sound.peak(pcm, 0, 8000)).isZero();
    }

    @Test
    void aLevelIsWrittenInOneOctet() {
      byte[] out = new byte[3];
      assertThat(ComfortNoise.encode(-63, out, 1)).isEqualTo(1);
      assertThat(out).containsExactly(0, 63, 0);
      ComfortNoise.encode(-500, out, 0);
      ComfortNoise.encode(9, out, 2);
      assertThat(out).containsExactly(127, 63, 0);
    }

    private double dBov() {
      return 20 * Math.log10(Sound.rms(pcm, 0, 8000) / Short.MAX_VALUE);
    }
  }
}
