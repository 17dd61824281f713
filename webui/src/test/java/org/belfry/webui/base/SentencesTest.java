package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SentencesTest {
  private final Sentences german = Sentences.in(Locale.GERMANY);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          is taken                                 | ist schon vergeben
          must be a number from 1 to 5             | muss eine Zahl von 1 bis 5 sein
          must have 1 to 64 characters             | muss 1 bis 64 Zeichen haben
          must have 1 to 64 characters and no colon| muss 1 bis 64 Zeichen haben und keinen Doppelpunkt
          must be 5 to 300                         | muss 5 bis 300 sein
          must be 5 to 300 seconds                 | muss 5 bis 300 Sekunden sein
          must be a network like 192.168.0.0/16    | muss ein Netz sein wie 192.168.0.0/16
          """)
  void whatIsSaidOfFieldsIsGermanOnGermanPages(String said, String shown) {
    assertThat(german.of(said)).isEqualTo(shown);
  }

  @Test
  void whatNobodyHasTranslatedIsSaidAsItWas() {
    assertThat(german.of("must be green")).isEqualTo("must be green");
    assertThat(Sentences.in(Locale.ENGLISH).of("is taken")).isEqualTo("is taken");
  }
}
