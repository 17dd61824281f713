package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  private final Sentences german = in("de");

  private static Sentences in(String language) {
    return Sentences.read(
        SentencesTest.class.getClassLoader(), "org/belfry/webui/sentences_" + language + ".txt");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          already in use                            | bereits vergeben
          must be a number from 1 to 5              | muss eine Zahl von 1 bis 5 sein
          must have 1 to 64 characters              | muss 1 bis 64 Zeichen haben
          must have 1 to 64 characters and no colon | muss 1 bis 64 Zeichen und keinen Doppelpunkt haben
          must be between 5 and 300                 | muss zwischen 5 und 300 liegen
          must be between 1 and 50 at a time        | es müssen 1 bis 50 auf einmal sein
          must be a network, such as 192.168.0.0/16 | muss ein Netz sein, zum Beispiel 192.168.0.0/16
          asks, and waits 5 s                       | fragt und wartet 5 s
          hands the call to dial:600, where nobody takes it | leitet den Anruf weiter an dial:600, bleibt dort aber unbeantwortet
          20 already exist, which is the limit      | es gibt bereits 20, die Höchstzahl
          """)
  void problemsAreGermanOnGermanPages(String stated, String shown) {
    assertThat(german.of(stated)).isEqualTo(shown);
  }

  @Test
  void aProblemWithoutATranslationIsShownAsStated() {
    assertThat(german.of("must be green")).isEqualTo("must be green");
    assertThat(in("en").of("already in use")).isEqualTo("already in use");
  }
}
