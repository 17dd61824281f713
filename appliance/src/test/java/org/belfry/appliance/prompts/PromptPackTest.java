package org.belfry.appliance.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.belfry.media.file.SoundFile;
import org.belfry.media.path.SoundLibraries;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.spoken.Grammar;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;

/** The packs that come with Belfry: whole, small, of one loudness, and of the texts beside them. */
class PromptPackTest {
  private static final Path PACKS = packs();
  private static final long BYTES_MAX = 5_000_000;
  private static final double CHARACTERS_PER_SECOND_MAX = 40;

  /** {@code ./belfry prompts} runs this; without the variable it only looks. */
  @Test
  @EnabledIfEnvironmentVariable(named = "BELFRY_MAKE_PROMPTS", matches = "true")
  void aMakesPacksAnew(@TempDir Path scratch) throws IOException {
    PackMaker.make(PACKS, scratch);
  }

  @Test
  void everyTextHasItsSoundAndEverySoundItsText() throws IOException {
    for (String language : LanguagePacks.OURS) {
      Path pack = PACKS.resolve(language);
      Map<String, String> marks = new HashMap<>();
      Phrases.ofPack(language).forEach((name, text) -> marks.put(name, PackMaker.mark(text)));
      assertThat(Phrases.read(Files.readString(pack.resolve("made.txt"))))
          .as("run ./belfry prompts: the texts of %s are not those of its sounds", language)
          .isEqualTo(marks);
      Set<String> sounds = new TreeSet<>();
      try (Stream<Path> files = Files.list(pack)) {
        files
            .map(f -> f.getFileName().toString())
            .filter(n -> n.endsWith(".opus"))
            .forEach(n -> sounds.add(n.replace(".opus", "")));
      }
      assertThat(sounds).isEqualTo(new TreeSet<>(marks.keySet()));
    }
  }

  @Test
  void bothLanguagesHaveTheSamePhrases() throws IOException {
    Set<String> english = new TreeSet<>(Phrases.ofPack("en").keySet());
    Set<String> german = new TreeSet<>(Phrases.ofPack("de").keySet());
    english.removeIf(name -> name.matches("am|pm|oh"));
    assertThat(german).containsAll(english);
  }

  @Test
  void aSentenceLastsAsLongAsItsTextAndIsAsLoudAsTheOthers(@TempDir Path scratch)
      throws IOException {
    SoundFile files = new SoundFile(SoundLibraries.load(scratch).codecs());
    for (String language : LanguagePacks.OURS) {
      for (Map.Entry<String, String> each : Phrases.ofPack(language).entrySet()) {
        Path file = PACKS.resolve(language).resolve(each.getKey() + ".opus");
        short[] pcm = files.load(file, 16_000, 60);
        double seconds = pcm.length / 16_000.0;
        assertThat(seconds)
            .as("%s %s", language, each)
            .isBetween(each.getValue().length() / CHARACTERS_PER_SECOND_MAX, 20.0);
        assertThat(loudness(pcm)).as("%s %s, dBFS", language, each).isBetween(-26.0, -18.0);
      }
    }
  }

  @Test
  void theyAreSmall() throws IOException {
    long bytes = 0;
    try (Stream<Path> files = Files.walk(PACKS)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
    }
    assertThat(bytes).isLessThan(BYTES_MAX);
  }

  @Test
  void everyWordOfTheGrammarsIsInThePack() throws IOException {
    for (String language : LanguagePacks.OURS) {
      Set<String> pack = Phrases.ofPack(language).keySet();
      List<Prompt> prompts = new ArrayList<>();
      for (long n = 0; n < 3000; n++) {
        prompts.add(new Prompt.Cardinal(n));
        prompts.add(new Prompt.Ordinal((int) n + 1));
        prompts.add(new Prompt.Time(LocalTime.ofSecondOfDay(n * 28)));
        prompts.add(new Prompt.Length(Duration.ofSeconds(n * n)));
        LocalDate day = LocalDate.of(1890, 1, 1).plusDays(n * 31);
        prompts.add(new Prompt.Date(day));
        prompts.add(new Prompt.DayAndTime(LocalDateTime.of(2026, 1, 1, 0, 0).plusDays(n), day));
      }
      prompts.add(new Prompt.Cardinal(-2_345_001_001_001L));
      prompts.add(new Prompt.Cardinal(999_999_999_999_999L));
      prompts.add(new Prompt.Digits("0123456789*#"));
      Grammar grammar = Grammar.of(language);
      Set<String> words = new TreeSet<>();
      prompts.forEach(p -> words.addAll(grammar.words(p)));
      words.removeAll(pack);
      assertThat(words).as("not in %s", language).isEmpty();
    }
  }

  /** RMS of the frames in which somebody speaks. */
  private static double loudness(short[] pcm) {
    List<Double> powers = new ArrayList<>();
    for (int at = 0; at + 320 <= pcm.length; at += 320) {
      double sum = 0;
      for (int i = at; i < at + 320; i++) {
        sum += (double) pcm[i] * pcm[i];
      }
      powers.add(sum / 320);
    }
    double loudest = powers.stream().mapToDouble(p -> p).max().orElse(0);
    double mean =
        powers.stream().mapToDouble(p -> p).filter(p -> p > loudest / 100).average().orElse(0);
    return 10 * Math.log10(mean / 32768 / 32768);
  }

  private static Path packs() {
    Path here = Path.of("src/main/resources/prompts").toAbsolutePath();
    return Files.isDirectory(here)
        ? here
        : Path.of("appliance/src/main/resources/prompts").toAbsolutePath();
  }
}
