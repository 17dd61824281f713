package org.belfry.appliance.prompts;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.PromptSounds;
import org.belfry.pbx.app.spoken.Grammar;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is to be said, as sound: phrases and the words of numbers out of the language's pack, free
 * text by the engine. What a language has no sound of is spoken live from its text; what has no
 * text in it is said in English, or else in the language of the owner's recording of it; what
 * cannot be said at all is left out, with one line in the log.
 */
final class SpokenSounds implements PromptSounds {
  private static final Logger LOG = LoggerFactory.getLogger(SpokenSounds.class);
  private static final String FALLBACK = "en";
  private static final int COMPLAINTS_MAX = 1000;

  private final LanguagePacks packs;
  private final SpokenCache engine;
  private final Set<String> complained = ConcurrentHashMap.newKeySet();

  SpokenSounds(LanguagePacks packs, SpokenCache engine) {
    this.packs = packs;
    this.engine = engine;
  }

  @Override
  public List<Piece> sounds(List<Prompt> prompts, String language, int rate) {
    String primary = Grammar.primary(language);
    String spoken = packs.knows(primary) ? primary : FALLBACK;
    Grammar grammar = Grammar.of(spoken);
    List<Piece> pieces = new ArrayList<>();
    for (Prompt prompt : prompts) {
      List<String> words = grammar.words(prompt);
      if (words == null) {
        add(pieces, other(prompt, spoken, rate));
      } else {
        words.forEach(word -> add(pieces, phrase(word, spoken, rate)));
      }
    }
    return pieces;
  }

  private static void add(List<Piece> pieces, @Nullable Piece piece) {
    if (piece != null) {
      pieces.add(piece);
    }
  }

  private @Nullable Piece other(Prompt prompt, String language, int rate) {
    return switch (prompt) {
      case Prompt.Text text -> live(text.text(), language, rate);
      case Prompt.Sound sound -> {
        if (Files.exists(sound.file())) {
          yield new Piece.File(sound.file());
        }
        complain("The sound " + sound.file() + " is not there");
        yield null;
      }
      case Prompt.Tone tone -> new Piece.Tone(tone.kind(), tone.length());
      case Prompt.Silence silence -> new Piece.Silence(silence.length());
      case Prompt.Music music -> new Piece.Music(music.playlist());
      case Prompt.Phrase p -> null;
      case Prompt.Cardinal n -> null;
      case Prompt.Digits d -> null;
      case Prompt.Ordinal o -> null;
      case Prompt.Date d -> null;
      case Prompt.Time t -> null;
      case Prompt.DayAndTime m -> null;
      case Prompt.Length l -> null;
    };
  }

  private @Nullable Piece phrase(String name, String language, int rate) {
    try {
      short[] pcm = packs.sound(language, name, rate);
      if (pcm != null) {
        return new Piece.Pcm(pcm);
      }
    } catch (IOException e) {
      complain("The phrase " + name + " in " + language + " cannot be read: " + e.getMessage());
    }
    String text = packs.texts(language).get(name);
    if (text != null) {
      return live(text, language, rate);
    }
    if (!language.equals(FALLBACK) && packs.isOurs(name)) {
      complain("There is no phrase " + name + " in " + language + "; it is said in English");
      return phrase(name, FALLBACK, rate);
    }
    return language.equals(FALLBACK) ? another(name, rate) : phrase(name, FALLBACK, rate);
  }

  /** An announcement that was recorded in other languages only. */
  private @Nullable Piece another(String name, int rate) {
    try {
      short[] pcm = packs.inAnyLanguage(name, rate);
      if (pcm != null) {
        return new Piece.Pcm(pcm);
      }
      complain("There is no phrase " + name);
    } catch (IOException e) {
      complain("The phrase " + name + " cannot be read: " + e.getMessage());
    }
    return null;
  }

  private @Nullable Piece live(String text, String language, int rate) {
    if (text.isBlank()) {
      return null;
    }
    try {
      return new Piece.Pcm(packs.spoken(language, text, rate, engine));
    } catch (IOException e) {
      complain("A text cannot be spoken: " + e.getMessage());
      return null;
    }
  }

  /** Once for each. */
  private void complain(String sentence) {
    if (complained.size() < COMPLAINTS_MAX && complained.add(sentence)) {
      LOG.warn("{}", sentence);
    }
  }
}
