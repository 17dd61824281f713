package org.belfry.appliance.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.belfry.media.file.SoundFile;
import org.jspecify.annotations.Nullable;

/**
 * The sounds of phrases: the owner's recording in {@code prompts/own/<language>}, else the pack's.
 * Those that were said lately stay decoded in memory.
 */
final class LanguagePacks {
  /** The languages whose packs come with Belfry. */
  static final Set<String> OURS = Set.of("de", "en");

  private static final int WIDE = SpeechEngine.RATE;
  private static final int SECONDS_MAX = 300;

  /** Before what is no name of a phrase. */
  private static final String TEXT = "\n";

  /** 32 MB, some 17 minutes at 16 kHz: both packs. */
  private static final long SAMPLES_MAX = 16L * 1024 * 1024;

  private final SoundFile files;
  private final Path own;
  private final Map<String, Map<String, String>> texts = new ConcurrentHashMap<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final LinkedHashMap<Key, short[]> decoded = new LinkedHashMap<>(256, 0.75f, true);
  private final Set<String> ours;
  private long samples;

  private record Key(String language, String phrase, int rate) {}

  /**
   * @param own the owner's recordings: a folder a language
   */
  LanguagePacks(SoundFile files, Path own) {
    this.files = files;
    this.own = own;
    this.ours = ours();
  }

  private static Set<String> ours() {
    Set<String> names = new HashSet<>();
    try {
      for (String language : OURS) {
        names.addAll(Phrases.ofPack(language).keySet());
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the texts of the prompts cannot be read", e);
    }
    return Set.copyOf(names);
  }

  /** The pack's folder, or that of the owner's recordings, is there. */
  boolean knows(String language) {
    return OURS.contains(language) || Files.isDirectory(own.resolve(language));
  }

  /** Whether a pack that comes with Belfry has a phrase of this name. */
  boolean isOurs(String phrase) {
    return ours.contains(phrase);
  }

  /** All languages, those of the owner included. */
  Set<String> languages() throws IOException {
    Set<String> all = new TreeSet<>(OURS);
    if (Files.isDirectory(own)) {
      try (Stream<Path> folders = Files.list(own)) {
        folders
            .filter(Files::isDirectory)
            .map(f -> f.getFileName().toString())
            .filter(n -> n.matches("[a-z]{2,3}"))
            .forEach(all::add);
      }
    }
    return all;
  }

  /** Name to text of each phrase: the pack's, and what the owner's own {@code phrases.txt} says. */
  Map<String, String> texts(String language) {
    return texts.computeIfAbsent(
        language,
        l -> {
          try {
            Map<String, String> all = new LinkedHashMap<>(Phrases.ofPack(l));
            Path more = own.resolve(l).resolve("phrases.txt");
            if (Files.exists(more)) {
              all.putAll(Phrases.read(Files.readString(more)));
            }
            return Map.copyOf(all);
          } catch (IOException e) {
            return Map.of();
          }
        });
  }

  /**
   * The sound of a phrase.
   *
   * @param rate 8000 or 16000
   * @return null when this language has none
   * @throws IOException when there is a file that cannot be read
   */
  short @Nullable [] sound(String language, String phrase, int rate) throws IOException {
    Key key = new Key(language, phrase, rate);
    lock.lock();
    try {
      short[] known = decoded.get(key);
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    short[] pcm = read(language, phrase, rate);
    if (pcm != null) {
      remember(key, pcm);
    }
    return pcm;
  }

  /**
   * Free text as the engine speaks it, at this rate. What was said lately costs nothing: the name
   * of a mailbox's owner is said to each caller.
   *
   * @throws IOException when it cannot be spoken; a sentence
   */
  short[] spoken(String language, String text, int rate, SpokenCache engine) throws IOException {
    Key key = new Key(language, TEXT + text, rate);
    lock.lock();
    try {
      short[] known = decoded.get(key);
      if (known != null) {
        return known;
      }
    } finally {
      lock.unlock();
    }
    short[] pcm = files.load(engine.spoken(language, text), rate, SECONDS_MAX);
    remember(key, pcm);
    return pcm;
  }

  private short @Nullable [] read(String language, String phrase, int rate) throws IOException {
    Path mine = ownFile(language, phrase);
    if (Files.exists(mine)) {
      return files.load(mine, rate, SECONDS_MAX);
    }
    if (!OURS.contains(language)) {
      return null;
    }
    try (InputStream packed = Phrases.open(language, phrase + ".opus")) {
      return packed == null ? null : files.load(packed.readAllBytes(), rate, SECONDS_MAX);
    }
  }

  private void remember(Key key, short[] pcm) {
    lock.lock();
    try {
      if (decoded.put(key, pcm) == null) {
        samples += pcm.length;
      }
      Iterator<short[]> oldest = decoded.values().iterator();
      while (samples > SAMPLES_MAX && decoded.size() > 1) {
        samples -= oldest.next().length;
        oldest.remove();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The owner's recording of a phrase in whatever language there is one.
   *
   * @return null when there is none
   */
  short @Nullable [] inAnyLanguage(String phrase, int rate) throws IOException {
    for (String language : languages()) {
      if (Files.exists(ownFile(language, phrase))) {
        return sound(language, phrase, rate);
      }
    }
    return null;
  }

  /** The owner's recording of a phrase, there or not. */
  Path ownFile(String language, String phrase) {
    return own.resolve(language).resolve(phrase + ".wav");
  }

  /** A recording of the owner's was put there or taken away. */
  void changed(String language, String phrase) {
    lock.lock();
    try {
      for (int rate : new int[] {WIDE / 2, WIDE}) {
        short[] gone = decoded.remove(new Key(language, phrase, rate));
        samples -= gone == null ? 0 : gone.length;
      }
    } finally {
      lock.unlock();
    }
    texts.remove(language);
  }
}
