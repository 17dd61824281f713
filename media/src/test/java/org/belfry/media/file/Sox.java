package org.belfry.media.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's sox and opus-tools: somebody else's readers and writers of sound. */
public final class Sox {
  private Sox() {}

  /** Runs a command to its end; answers what it says. */
  public static String run(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as("%s: %s", List.of(command), said).isZero();
    return said.strip();
  }

  /** How long a WAV file sounds, by its header. */
  public static double seconds(Path wav) throws IOException, InterruptedException {
    return Double.parseDouble(run("soxi", "-D", wav.toString()));
  }

  /** An Opus file as WAV. */
  public static Path decoded(Path opus) throws IOException, InterruptedException {
    Path wav = Path.of(opus + ".wav");
    run("opusdec", "--quiet", opus.toString(), wav.toString());
    return wav;
  }

  /** Makes a file of a sine: sox -n OPTIONS file synth SECONDS sine HERTZ. */
  static void sine(String file, double seconds, int hertz, double volume, String... options)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("sox", "-n"));
    command.addAll(List.of(options));
    command.addAll(List.of(file, "synth", "" + seconds, "sine", "" + hertz, "vol", "" + volume));
    run(command.toArray(String[]::new));
  }
}
