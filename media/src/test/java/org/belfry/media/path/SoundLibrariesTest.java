package org.belfry.media.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.belfry.media.codec.Codec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoundLibrariesTest {
  @TempDir Path directory;

  @Test
  void allCodecsAreThereTheBestFirst() {
    SoundLibraries libraries = SoundLibraries.load(directory);
    assertThat(libraries.missing()).isEmpty();
    assertThat(libraries.codecs().all())
        .extracting(Codec::format)
        .asString()
        .isEqualTo("[opus/48000/2, G722/8000, PCMA/8000, PCMU/8000]");
    assertThat(libraries.toneReceivers()).isPresent();
  }

  @Test
  void withoutOpusTheOthersRemain() {
    SoundLibraries libraries = SoundLibraries.load(directory.resolve("nowhere"));
    assertThat(libraries.missing()).singleElement().asString().contains("Opus", "nowhere");
    assertThat(libraries.codecs().find("opus", 48_000, 2)).isEmpty();
    assertThat(libraries.codecs().find(0)).isPresent();
  }
}
