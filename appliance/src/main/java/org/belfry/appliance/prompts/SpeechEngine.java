package org.belfry.appliance.prompts;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.belfry.media.file.SoundFile;
import org.belfry.media.file.SpeechLevel;

/**
 * Speaks text with the engines of Debian, each a program of its own: Flite for English, whose voice
 * is the clearer one, eSpeak NG for all other languages, and for English where there is no Flite.
 */
final class SpeechEngine {
  /** Samples per second of what it says. */
  static final int RATE = 16_000;

  /** Characters of one text. */
  static final int TEXT_MAX = 1000;

  private static final int SECONDS_MAX = 300;
  private static final int PATIENCE_SECONDS = 20;
  private static final int MARGIN_MS = 20;

  /** More at once would take the processor from the calls. */
  private static final int AT_ONCE = 2;

  private final SoundFile files;
  private final Path scratch;
  private final Optional<String> flite;
  private final Optional<String> espeak;
  private final Semaphore room = new Semaphore(AT_ONCE, true);

  /**
   * @param scratch a directory for sounds in the making
   */
  SpeechEngine(SoundFile files, Path scratch) {
    this.files = files;
    this.scratch = scratch;
    this.flite = program("flite");
    this.espeak = program("espeak-ng");
  }

  /** What speaks this language, and what its sounds are to be told apart by; empty for nothing. */
  Optional<String> name(String language) {
    return language.equals("en") && flite.isPresent()
        ? Optional.of("flite-slt")
        : espeak.map(e -> "espeak-ng");
  }

  /**
   * Speaks; takes some hundredths of the time that the speech lasts.
   *
   * @param language {@code en}, {@code de}, …
   * @throws IOException when there is no engine for it, or it failed; a sentence
   */
  short[] say(String language, String text) throws IOException {
    String cut = text.length() > TEXT_MAX ? text.substring(0, TEXT_MAX) : text;
    room.acquireUninterruptibly();
    try {
      return spoken(language, cut.replaceAll("[\\p{Cntrl}\\[\\]]", " "));
    } finally {
      room.release();
    }
  }

  private short[] spoken(String language, String text) throws IOException {
    Path sound = Files.createTempFile(scratch, "speech", ".wav");
    Path words = null;
    try {
      words = Files.createTempFile(scratch, "speech", ".txt");
      Files.writeString(words, text, StandardCharsets.UTF_8);
      run(command(language, words, sound));
      return SpeechLevel.even(files.load(sound, RATE, SECONDS_MAX), RATE, MARGIN_MS);
    } finally {
      Files.deleteIfExists(sound);
      if (words != null) {
        Files.deleteIfExists(words);
      }
    }
  }

  private List<String> command(String language, Path words, Path sound) throws IOException {
    if (language.equals("en") && flite.isPresent()) {
      return List.of(flite.get(), "-voice", "slt", "-f", words.toString(), "-o", sound.toString());
    }
    String program =
        espeak.orElseThrow(() ->
            new IOException(
                "There is no speech engine on this machine: install espeak-ng (and flite)."));
    return List.of(
        program,
        "-v",
        language,
        "-s",
        "150",
        "-b",
        "1",
        "-f",
        words.toString(),
        "-w",
        sound.toString());
  }

  private void run(List<String> command) throws IOException {
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(new File("/dev/null"))
            .start();
    try {
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new IOException(command.getFirst() + " did not end in time.");
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("The server is stopping.", e);
    }
    if (process.exitValue() != 0) {
      throw new IOException(command.getFirst() + " failed with " + process.exitValue() + ".");
    }
  }

  private static Optional<String> program(String name) {
    String path = System.getenv("PATH");
    for (String directory : (path == null ? "/usr/bin" : path).split(File.pathSeparator, -1)) {
      Path program = Path.of(directory).resolve(name);
      if (Files.isExecutable(program)) {
        return Optional.of(program.toString());
      }
    }
    return Optional.empty();
  }
}
