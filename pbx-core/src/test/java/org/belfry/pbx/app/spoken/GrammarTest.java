package org.belfry.pbx.app.spoken;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.belfry.pbx.app.Prompt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is said in which words, as tables. */
class GrammarTest {

  @ParameterizedTest
  @CsvSource({
    "0, n0, n0",
    "1, n1, n1",
    "21, n21, n21",
    "100, h1, h1",
    "101, h1 and n1, h1 n1",
    "345, h3 and n45, h3 n45",
    "1000, n1 thousand, ein thousand",
    "1001, n1 thousand and n1, ein thousand n1",
    "1234, n1 thousand h2 and n34, ein thousand h2 n34",
    "21000, n21 thousand, n21 thousand",
    "101000, h1 and n1 thousand, h1 ein thousand",
    "1000000, n1 million, eine million",
    "2000003, n2 million and n3, n2 millions n3",
    "1001000000, n1 billion n1 million, eine billion eine million",
    "999999999999999, h9 and n99 trillion h9 and n99 billion h9 and n99 million h9 and n99 thousand"
        + " h9 and n99, h9 n99 trillions h9 n99 billions h9 n99 millions h9 n99 thousand h9 n99",
    "-7, minus n7, minus n7",
  })
  void numbers(long value, String english, String german) {
    says(new Prompt.Cardinal(value), english, german);
  }

  @ParameterizedTest
  @CsvSource({
    "1, o1, o1",
    "22, o22, o22",
    "100, oh1, oh1",
    "103, h1 and o3, h1 o3",
    "2000, n2 thousandth, n2 thousandth",
    "1215, n1 thousand h2 and o15, ein thousand h2 o15",
  })
  void ordinals(int value, String english, String german) {
    says(new Prompt.Ordinal(value), english, german);
  }

  @ParameterizedTest
  @CsvSource({
    "00:00, n12 am, n0 oclock",
    "01:00, n1 am, ein oclock",
    "09:05, n9 oh n5 am, n9 oclock n5",
    "12:30, n12 n30 pm, n12 oclock n30",
    "21:45, n9 n45 pm, n21 oclock n45",
  })
  void times(LocalTime time, String english, String german) {
    says(new Prompt.Time(time), english, german);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21, month11 o21 n20 n26, d21 month11 n2 thousand n26",
    "2005-01-01, month1 o1 n2 thousand and n5, d1 month1 n2 thousand n5",
    "1984-03-03, month3 o3 n19 n84, d3 month3 n19 hundred n84",
    "1905-03-03, month3 o3 n19 oh n5, d3 month3 n19 hundred n5",
    "1900-03-03, month3 o3 n19 hundred, d3 month3 n19 hundred",
  })
  void dates(LocalDate date, String english, String german) {
    says(new Prompt.Date(date), english, german);
  }

  @ParameterizedTest
  @CsvSource({
    "2026-11-21T10:15, today at-time n10 n15 am, today at-time n10 oclock n15",
    "2026-11-20T10:00, yesterday at-time n10 am, yesterday at-time n10 oclock",
    "2026-11-16T10:00, on day1 at-time n10 am, on day1 at-time n10 oclock",
    "2026-11-14T10:00, on month11 o14 at-time n10 am, on d14 month11 at-time n10 oclock",
    "2025-12-24T18:00, on month12 o24 n20 n25 at-time n6 pm, on d24 month12 n2 thousand n25 at-time"
        + " n18 oclock",
    "2026-11-22T10:00, on month11 o22 at-time n10 am, on d22 month11 at-time n10 oclock",
  })
  void moments(LocalDateTime at, String english, String german) {
    says(new Prompt.DayAndTime(at, LocalDate.parse("2026-11-21")), english, german);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, n0 seconds, n0 seconds",
    "PT1S, n1 second, eine second",
    "PT70S, n1 minute and n10 seconds, eine minute and n10 seconds",
    "PT2H, n2 hours, n2 hours",
    "PT25H1M, n1 day and n1 hour, ein day and eine hour",
    "PT-5S, n0 seconds, n0 seconds",
  })
  void lengths(Duration length, String english, String german) {
    says(new Prompt.Length(length), english, german);
  }

  @Test
  void digitsAreSaidOneByOneAndWhatIsNoneIsLeftOut() {
    says(new Prompt.Digits("+49 (30)*1#"), "n4 n9 n3 n0 star n1 hash", "n4 n9 n3 n0 star n1 hash");
  }

  @Test
  void whatIsNoMatterOfWordsHasNone() {
    assertThat(Grammar.of("en").words(new Prompt.Sound(Path.of("a.wav")))).isNull();
    assertThat(Grammar.of("en").words(Prompt.text("hello"))).isNull();
    assertThat(Grammar.of("en").words(Prompt.beep())).isNull();
  }

  @Test
  void aRegionSpeaksItsLanguageAndAnUnknownLanguageEnglish() {
    assertThat(Grammar.of("de-AT")).isInstanceOf(GermanGrammar.class);
    assertThat(Grammar.of("fr")).isInstanceOf(EnglishGrammar.class);
    assertThat(Grammar.primary("DE_at")).isEqualTo("de");
  }

  private static void says(Prompt prompt, String english, String german) {
    assertThat(String.join(" ", Grammar.of("en").words(prompt))).isEqualTo(english);
    assertThat(String.join(" ", Grammar.of("de").words(prompt))).isEqualTo(german);
  }
}
