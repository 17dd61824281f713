package org.belfry.media.sdp.negotiation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.belfry.media.sdp.Samples;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What real devices' descriptions become on the other side, file by file. What we wrote instead is
 * left in {@code target/golden}: to approve of it, copy it over.
 */
class GoldenNegotiationTest {

  static List<Path> cases() {
    return Samples.list(Samples.DIRECTORY.resolve("cases"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void weWriteWhatWasApproved(Path directory) throws IOException {
    var golden = new GoldenCase(directory);
    Map<String, String> written = golden.play();
    Path target = Path.of("target", "golden").resolve(directory.getFileName());
    Files.createDirectories(target);
    for (Map.Entry<String, String> file : written.entrySet()) {
      Files.writeString(target.resolve(file.getKey()), file.getValue());
    }
    assertThat(golden.expected()).containsExactlyInAnyOrderElementsOf(written.keySet());
    for (Map.Entry<String, String> file : written.entrySet()) {
      assertThat(file.getValue())
          .as(file.getKey())
          .isEqualTo(Samples.text(directory.resolve(file.getKey())));
    }
  }
}
