package org.belfry.media.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.belfry.media.file.PartFile;
import org.belfry.media.file.RecordingFormat;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.Sox;
import org.belfry.media.file.TestCodecs;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("adapter")
class KilledRecordingTest {
  @TempDir private Path directory;

  @ParameterizedTest
  @EnumSource(RecordingFormat.class)
  void aKilledProcessLeavesAFileThatPlaysAndLacksASecondAtMost(RecordingFormat format)
      throws Exception {
    Process child = child(List.of(), format, 100_000, "in-time");
    int given = 0;
    try (BufferedReader said = child.inputReader()) {
      while (given < 130) {
        given = Integer.parseInt(said.readLine());
      }
      child.toHandle().destroyForcibly(); // SIGKILL; the pipe stays readable
      for (String line = said.readLine(); line != null; line = said.readLine()) {
        given = Integer.parseInt(line);
      }
    } finally {
      child.destroyForcibly();
    }
    double seconds = given * 0.02;
    Path part = directory.resolve("call.part" + format.suffix());
    assertThat(playedByOthers(part, format)).isBetween(seconds - 1, seconds);
    assertIsTheTone(part, seconds);

    assertThat(PartFile.recover(directory).complete())
        .containsExactly(directory.resolve("call" + format.suffix()));
    Path whole = directory.resolve("call" + format.suffix());
    assertThat(playedByOthers(whole, format)).isBetween(seconds - 1, seconds);
    assertIsTheTone(whole, seconds);
  }

  @Test
  void aFullDiskIsToldAndTheCallGoesOn() throws Exception {
    Path disk = Files.createDirectory(directory.resolve("disk"));
    List<String> inNamespace =
        List.of(
            "unshare",
            "-rm",
            "sh",
            "-c",
            "mount -t tmpfs -o size=64k none '" + disk + "' && exec \"$@\"",
            "sh");
    Assumptions.assumeTrue(
        new ProcessBuilder(
                    List.of("unshare", "-rm", "mount", "-t", "tmpfs", "none", disk.toString()))
                .start()
                .waitFor()
            == 0,
        "no mount namespaces here");
    Process child = child(inNamespace, RecordingFormat.WAV, 400, "in-time");
    List<String> said = child.inputReader().readAllLines();
    assertThat(child.waitFor()).isZero();
    assertThat(said.getLast()).isEqualTo("call goes on");
    assertThat(said)
        .filteredOn(line -> line.startsWith("Failed"))
        .singleElement()
        .asString()
        .containsPattern("The recording ended after [34] s: the disk is full\\.");
  }

  private Process child(List<String> before, RecordingFormat format, int frames, String pace)
      throws IOException {
    List<String> command = new ArrayList<>(before);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "--enable-native-access=ALL-UNNAMED",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            RecordingChild.class.getName(),
            before.isEmpty() ? directory.toString() : directory.resolve("disk").toString(),
            format.name(),
            "" + frames,
            pace));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  private static double playedByOthers(Path file, RecordingFormat format) throws Exception {
    return Sox.seconds(format == RecordingFormat.WAV ? file : Sox.decoded(file));
  }

  private void assertIsTheTone(Path file, double seconds) throws Exception {
    short[] pcm = new SoundFile(TestCodecs.opus(directory)).load(file, 8000, 600);
    assertThat(pcm.length / 8000.0).isBetween(seconds - 1, seconds);
    assertThat(ToneLevel.decibels(Arrays.copyOfRange(pcm, 800, pcm.length - 800), 8000, 400))
        .isCloseTo(-12, within(1.0));
  }
}
