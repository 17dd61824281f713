package org.belfry.appliance.prompts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.belfry.media.file.SoundFile;
import org.belfry.media.path.SoundLibraries;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds.Piece;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is to be said becomes sound: out of packs, of the owner's recordings, spoken live. */
class SpokenSoundsTest {
  private static final SoundLibraries SOUND = SoundLibraries.load(Path.of("target"));
  private static final SoundFile FILES = new SoundFile(SOUND.codecs());

  @TempDir private Path data;
  private Path spoken;
  private LanguagePacks packs;
  private SpokenSounds sounds;

  @BeforeEach
  void begin() throws IOException {
    spoken = Files.createDirectories(data.resolve("spoken"));
    packs = new LanguagePacks(FILES, data.resolve("own"));
    sounds = new SpokenSounds(packs, cache(1 << 20));
  }

  private SpokenCache cache(long bytes) {
    return new SpokenCache(new SpeechEngine(FILES, spoken), spoken, SOUND.codecs(), bytes);
  }

  @Test
  void phrasesAndNumbersComeOutOfThePackOfTheLanguage() {
    List<Prompt> said = List.of(Prompt.phrase("goodbye"), new Prompt.Cardinal(121));
    List<Piece> english = sounds.sounds(said, "en-GB", 16_000);
    List<Piece> german = sounds.sounds(said, "de", 16_000);
    assertThat(english).hasSize(4).allMatch(p -> p instanceof Piece.Pcm);
    assertThat(german).hasSize(3).allMatch(p -> p instanceof Piece.Pcm);
    assertThat(pcm(english.get(0))).isNotEqualTo(pcm(german.get(0)));
  }

  @Test
  void atEightKilohertzThereAreHalfTheSamples() {
    int wide = pcm(sounds.sounds(List.of(Prompt.phrase("goodbye")), "en", 16_000).get(0)).length;
    int narrow = pcm(sounds.sounds(List.of(Prompt.phrase("goodbye")), "en", 8000).get(0)).length;
    assertThat(narrow).isBetween(wide / 2 - 50, wide / 2 + 50);
  }

  @Test
  void theOwnersRecordingGoesBeforeThePack() throws IOException {
    Path own = packs.ownFile("en", "goodbye");
    sounds.sounds(List.of(Prompt.phrase("goodbye")), "en", 8000);
    Files.createDirectories(own.getParent());
    Files.write(own, new Wav(8000, Tone.sine(440, 8000, 4000, 0.5)).toBytes());
    packs.changed("en", "goodbye");
    assertThat(pcm(sounds.sounds(List.of(Prompt.phrase("goodbye")), "en", 8000).get(0)))
        .hasSize(4000);
  }

  @Test
  void anotherLanguageIsAnotherFolderAndWhatItHasNotIsSaidInEnglish() throws IOException {
    Path own = packs.ownFile("fr", "goodbye");
    Files.createDirectories(own.getParent());
    Files.write(own, new Wav(8000, Tone.sine(440, 8000, 4000, 0.5)).toBytes());
    List<Piece> said =
        sounds.sounds(List.of(Prompt.phrase("goodbye"), Prompt.phrase("sorry")), "fr", 8000);
    assertThat(pcm(said.get(0))).hasSize(4000);
    assertThat(said.get(1)).isInstanceOf(Piece.Pcm.class);
    assertThat(packs.languages()).containsExactly("de", "en", "fr");
  }

  @Test
  void whatNobodyKnowsIsLeftOut() {
    assertThat(sounds.sounds(List.of(Prompt.phrase("no-such-phrase")), "de", 8000)).isEmpty();
    assertThat(sounds.sounds(List.of(new Prompt.Sound(data.resolve("gone.wav"))), "de", 8000))
        .isEmpty();
  }

  @Test
  void tonesSilenceAndMusicPassAsTheyAre() {
    Duration second = Duration.ofSeconds(1);
    assertThat(
            sounds.sounds(
                List.of(Prompt.beep(), new Prompt.Silence(second), new Prompt.Music()), "en", 8000))
        .containsExactly(
            new Piece.Tone(Prompt.Kind.BEEP, Duration.ZERO),
            new Piece.Silence(second),
            new Piece.Music());
  }

  @Test
  void freeTextIsSpokenOnceAndKept() throws IOException {
    List<Prompt> text = List.of(Prompt.text("-v Guten Tag; $(reboot)"));
    short[] first = pcm(sounds.sounds(text, "de", 8000).get(0));
    Path file = onlyFile();
    byte[] sound = Files.readAllBytes(file);
    assertThat(FILES.load(file, 16_000, 60).length).isGreaterThan(8000);
    assertThat(pcm(sounds.sounds(text, "de", 8000).get(0))).isSameAs(first);
    SpokenSounds restarted =
        new SpokenSounds(new LanguagePacks(FILES, data.resolve("own")), cache(1 << 20));
    assertThat(pcm(restarted.sounds(text, "de", 8000).get(0))).isEqualTo(first);
    assertThat(onlyFile()).isEqualTo(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(sound);
    assertThat(pcm(sounds.sounds(text, "en", 8000).get(0))).isNotEqualTo(first);
  }

  @Test
  void whatWasNotSaidForTheLongestTimeGoesFirst() throws IOException {
    SpokenCache small = cache(150_000);
    Path first = small.spoken("de", "Der erste Text, der hier gesprochen wird.");
    for (int i = 0; i < 4; i++) {
      small.spoken("de", "Noch ein weiterer Text, und zwar Nummer " + i);
    }
    assertThat(first).doesNotExist();
    try (Stream<Path> left = Files.list(spoken)) {
      assertThat(left.count()).isBetween(1L, 2L);
    }
  }

  private Path onlyFile() throws IOException {
    try (Stream<Path> all = Files.list(spoken)) {
      List<Path> found = all.toList();
      assertThat(found).hasSize(1);
      return found.getFirst();
    }
  }

  private static short[] pcm(Piece piece) {
    return ((Piece.Pcm) piece).pcm();
  }
}
