package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The pages speak as docs/words.md says. */
class WordsTest {
  private static final Pattern ENGLISH =
      words(
          "stands?|holds|(is|are) needed|of late|(site|system) has it|(no|some)body",
          "who (has|does|is not|wants)|is no (day|time|e-mail|user|feature)|(is|are) said",
          "gone|told|shut out|(gave|given?) up|at most|there is no|look (at|whether)",
          "as it is|please|cannot be had|we|our|I",
          "(?<=^|[.;:!?] )(who|what)(?! happens)");

  private static final Pattern GERMAN =
      words(
          "stehen|steht(?! für)|(wird|werden) gebraucht|niemand\\w*|wessen|weg|fort",
          "amtsleitung\\w*|nachbar\\w*|nutzer|anrufbeantworter|personen?|kennwort\\w*|domäne",
          "wir|uns|unser\\w*|ich",
          "(?<=^|[.;:!?] )(wer|was)(?! geschieht)");

  private static Pattern words(String... never) {
    return Pattern.compile(
        "(?<![\\w-])(" + String.join("|", never) + ")(?![\\w-])",
        Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CHARACTER_CLASS);
  }

  static List<Locale> languages() {
    return List.of(Locale.ENGLISH, Locale.GERMAN);
  }

  @ParameterizedTest
  @MethodSource("languages")
  void noTextHasAWordThatPhoneUsersDoNotUse(Locale language) throws IOException {
    Pattern never = language.equals(Locale.GERMAN) ? GERMAN : ENGLISH;
    Properties texts = texts(language);
    assertThat(
            texts.stringPropertyNames().stream()
                .filter(key -> never.matcher(texts.getProperty(key)).find())
                .map(key -> key + " = " + texts.getProperty(key))
                .sorted())
        .isEmpty();
  }

  @Test
  void thePatternsFindWhatTheyShall() {
    assertThat(
            Stream.of(
                "Calls stand here when they are over.",
                "Who does not want to be disturbed is left out.",
                "As the site has it",
                "You have what is needed"))
        .allMatch(sentence -> ENGLISH.matcher(sentence).find());
    assertThat(
            Stream.of(
                "Anrufe stehen hier, wenn sie vorbei sind.",
                "Wer nicht gestört werden will, wird ausgelassen.",
                "Nummer wird gebraucht"))
        .allMatch(sentence -> GERMAN.matcher(sentence).find());
  }

  private static Properties texts(Locale language) throws IOException {
    Properties texts = new Properties();
    try (var in =
        new InputStreamReader(
            Texts.class.getResourceAsStream(
                "/org/belfry/webui/texts_" + language.getLanguage() + ".properties"),
            StandardCharsets.UTF_8)) {
      texts.load(in);
    }
    return texts;
  }
}
