package org.belfry.provisioning.vendor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Model;
import org.belfry.provisioning.profile.PhoneProfile;
import org.belfry.provisioning.profile.ProfileFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every brand's files, byte for byte, as {@code src/test/resources/vendor/<brand>/<model>/<case>}
 * has them. With BELFRY_WRITE_GOLDEN=true they are written; what changes is a change to review.
 */
class GoldenFilesTest {
  private static final Path GOLDEN = Path.of("src/test/resources/vendor");
  private static final boolean WRITES = Boolean.parseBoolean(System.getenv("BELFRY_WRITE_GOLDEN"));

  /** What a phone is set to; in the last one its firmware is one of the older generation. */
  private enum Case {
    PLAIN(SamplePhones::plain),
    SECURE(SamplePhones::secure),
    LAMPS(SamplePhones::lamps),
    LOCKED(SamplePhones::locked),
    FULL(SamplePhones::full),
    FULL_OLD(SamplePhones::full);

    private final BiFunction<Model, String, PhoneProfile> made;

    Case(BiFunction<Model, String, PhoneProfile> made) {
      this.made = made;
    }

    String directory() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Files without passwords are the same in all cases, so few cases have them. */
    boolean hasAllFiles() {
      return this == PLAIN || this == FULL || this == FULL_OLD;
    }
  }

  private record Sample(Brand brand, String model, String firmware, Case of) {
    PhoneProfile profile() {
      return of.made.apply(SamplePhones.model(brand, model), firmware);
    }

    List<ProfileFile> files() {
      List<ProfileFile> files = Profiles.files(profile());
      return of.hasAllFiles() ? files : List.of(files.getFirst());
    }

    Path directory() {
      return GOLDEN.resolve(brand.word()).resolve(model).resolve(of.directory());
    }

    @Override
    public String toString() {
      return brand.word() + " " + model + " " + of.directory();
    }
  }

  /** A brand and its firmware, then models of each family: keys, screens and words differ. */
  private static final String MODELS =
      """
      YEALINK 96.86.0.100 T54W T57W T31P T48S T23G
      SNOM 10.1.54.15 D785 D735 D120 D315 D865
      POLY 6.4.3.1055 VVX450 VVX250 VVX601
      POLY 8.1.0.5 E220 E450
      GRANDSTREAM 1.0.5.33 GRP2614 GRP2602 GRP2615
      GRANDSTREAM 1.0.11.79 GXP2170 GXP2130
      GRANDSTREAM 1.0.4.138 GXP1630 GXP1625
      CISCO 11-3-7 8841 6841 7841
      CISCO 7.6.2 SPA504G SPA525G2
      FANVIL 2.4.3 X4U X6U X3U X210 V64
      LINPHONE 5.2 Linphone
      ACROBITS 6.4 Groundwire
      ZOIPER 5.6 Zoiper5
      """;

  static Stream<Sample> samples() {
    List<Sample> samples = new ArrayList<>();
    for (String line : MODELS.lines().toList()) {
      String[] words = line.split(" ", -1);
      for (int i = 2; i < words.length; i++) {
        for (Case each : Case.values()) {
          if (each != Case.FULL_OLD) {
            samples.add(new Sample(Brand.valueOf(words[0]), words[i], words[1], each));
          }
        }
      }
    }
    samples.add(new Sample(Brand.YEALINK, "T41S", "66.73.0.50", Case.FULL_OLD));
    samples.add(new Sample(Brand.SNOM, "D765", "8.7.5.17", Case.FULL_OLD));
    samples.add(new Sample(Brand.POLY, "VVX411", "5.3.0.0", Case.FULL_OLD));
    return samples.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void theFilesAreAsTheyAreKept(Sample sample) throws IOException {
    List<ProfileFile> files = sample.files();
    assertThat(files).isNotEmpty();
    for (ProfileFile file : files) {
      Path kept = sample.directory().resolve(file.name());
      if (WRITES) {
        Files.createDirectories(kept.getParent());
        Files.writeString(kept, file.text());
      }
      assertThat(kept).exists();
      assertThat(file.text()).isEqualTo(Files.readString(kept));
    }
    try (Stream<Path> kept = Files.list(sample.directory())) {
      assertThat(kept.map(path -> path.getFileName().toString()))
          .containsExactlyInAnyOrderElementsOf(files.stream().map(ProfileFile::name).toList());
    }
  }

  @Test
  void everyBrandHasSamples() {
    assertThat(samples().map(Sample::brand).distinct()).containsExactlyInAnyOrder(Brand.values());
  }
}
