package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class CausesTest {

  @ParameterizedTest
  @EnumSource(Cause.class)
  void everyCauseHasWordsInEveryLanguage(Cause cause) {
    Texts texts = new Texts();
    String name = cause.name().toLowerCase(Locale.ROOT);
    for (Locale locale : texts.getProvidedLocales()) {
      assertThat(texts.getTranslation("cause.short." + name, locale)).isNotBlank();
      assertThat(texts.getTranslation("cause.long." + name, locale)).endsWith(".");
    }
  }
}
