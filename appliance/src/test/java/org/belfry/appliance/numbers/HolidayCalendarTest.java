package org.belfry.appliance.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.directory.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class HolidayCalendarTest {
  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
  private final HolidayCalendar calendar =
      new HolidayCalendar(BERLIN, LocalDate.of(2026, 1, 1), LocalDate.of(2028, 1, 1));

  @Test
  void aDayIsClosedFromMidnightToMidnight() throws Exception {
    assertThat(read("SUMMARY:Neujahr", "DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20260102"))
        .containsExactly(Schedule.Closed.day("Neujahr", LocalDate.of(2026, 1, 1)));
    assertThat(read("SUMMARY:Neujahr", "DTSTART;VALUE=DATE:20260101"))
        .containsExactly(Schedule.Closed.day("Neujahr", LocalDate.of(2026, 1, 1)));
  }

  @Test
  void aHolidayOfEveryYearIsThereInEachYearOfTheSpan() throws Exception {
    assertThat(read("SUMMARY:Christmas", "DTSTART;VALUE=DATE:19991225", "RRULE:FREQ=YEARLY"))
        .extracting(c -> c.from().toLocalDate())
        .containsExactly(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 12, 25));
  }

  @Test
  void rulesExceptionsAndAdditionsAreFollowed() throws Exception {
    assertThat(
            read(
                "SUMMARY:Thanksgiving",
                "DTSTART;VALUE=DATE:20201126",
                "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH",
                "EXDATE;VALUE=DATE:20261126",
                "RDATE;VALUE=DATE:20260704"))
        .extracting(c -> c.from().toLocalDate())
        .containsExactly(LocalDate.of(2026, 7, 4), LocalDate.of(2027, 11, 25));
  }

  @Test
  void aHolidayThatBeganBeforeTheSpanCountsWhileItLasts() throws Exception {
    assertThat(read("DTSTART;VALUE=DATE:20251224", "DTEND;VALUE=DATE:20260107"))
        .singleElement()
        .matches(c -> c.until().equals(LocalDateTime.of(2026, 1, 7, 0, 0)));
  }

  @ParameterizedTest
  @CsvSource({
    "DTSTART:20261224T120000,                          DTEND:20261224T180000",
    "DTSTART;TZID=Europe/Berlin:20261224T120000,       DTEND;TZID=Europe/Berlin:20261224T180000",
    "DTSTART;TZID=America/New_York:20261224T060000,    DURATION:PT6H",
    "DTSTART:20261224T110000Z,                         DTEND:20261224T170000Z",
  })
  void timesAreThoseOfTheSchedulesZone(String start, String end) throws Exception {
    assertThat(read("SUMMARY:Half day", start, end))
        .containsExactly(
            new Schedule.Closed(
                "Half day",
                LocalDateTime.of(2026, 12, 24, 12, 0),
                LocalDateTime.of(2026, 12, 24, 18, 0)));
  }

  @Test
  void oneOccurrenceThatWasMovedIsWhereItWasMovedTo() throws Exception {
    String file =
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:x\r\n"
            + "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20200101T000000Z\r\nSUMMARY:Outing\r\n"
            + "DTSTART;VALUE=DATE:20260601\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n"
            + "BEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20200101T000000Z\r\nSUMMARY:Outing\r\n"
            + "RECURRENCE-ID;VALUE=DATE:20270601\r\nDTSTART;VALUE=DATE:20270603\r\nEND:VEVENT\r\n"
            + "END:VCALENDAR\r\n";
    assertThat(calendar.read(bytes(file)))
        .extracting(c -> c.from().toLocalDate())
        .containsExactly(LocalDate.of(2026, 6, 1), LocalDate.of(2027, 6, 3));
  }

  @Test
  void cancelledAndTransparentAreToldApart() throws Exception {
    assertThat(read("DTSTART;VALUE=DATE:20260101", "STATUS:CANCELLED")).isEmpty();
    assertThat(read("DTSTART;VALUE=DATE:20260101", "TRANSP:TRANSPARENT")).hasSize(1);
  }

  @Test
  void foldedLinesAndLongNamesAreRead() throws Exception {
    assertThat(
            read(
                "SUMMARY:Tag der Deut",
                " schen Einheit\\, Feiertag",
                "DTSTART;VALUE=DATE:20261003"))
        .singleElement()
        .matches(c -> c.name().equals("Tag der Deutschen Einheit, Feiertag"));
    assertThat(read("SUMMARY:" + "x".repeat(500), "DTSTART;VALUE=DATE:20261003"))
        .singleElement()
        .matches(c -> c.name().length() == 64);
  }

  @Test
  void definitionsOfTimeZonesAreNotNeeded() throws Exception {
    String file =
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nBEGIN:VTIMEZONE\nTZID:Europe/Berlin\n"
            + "BEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=SECONDLY\nTZOFFSETFROM:+0100\n"
            + "TZOFFSETTO:+0200\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\n"
            + "DTSTAMP:20200101T000000Z\nDTSTART;TZID=Europe/Berlin:20260701T080000\n"
            + "DURATION:PT2H\nEND:VEVENT\nEND:VCALENDAR\n";
    assertThat(calendar.read(bytes(file)))
        .singleElement()
        .matches(c -> c.from().equals(LocalDateTime.of(2026, 7, 1, 8, 0)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RRULE:FREQ=SECONDLY",
        "RRULE:FREQ=HOURLY",
        "RRULE:FREQ=DAILY;BYHOUR=1,2,3;BYMINUTE=1,2,3",
        "RRULE:FREQ=YEARLY;BYSECOND=1",
        "RRULE:FREQ=DAILY",
        "RRULE:FREQ=DAILY;INTERVAL=0",
        "RRULE:FREQ=DAILY;COUNT=99999999",
      })
  void whatRecursWithoutEndIsRefused(String rule) {
    for (String start : List.of("DTSTART:19000101T000000Z", "DTSTART:20260101T000000")) {
      assertThatThrownBy(
              () -> {
                List<Schedule.Closed> all = read(start, "DURATION:PT1S", rule);
                assertThat(all.size()).isLessThanOrEqualTo(HolidayCalendar.CLOSED_MAX);
                throw new UnreadableCalendar("A bounded number of days."); // no bomb
              })
          .isInstanceOf(UnreadableCalendar.class)
          .hasMessageEndingWith(".");
    }
  }

  @Test
  void aRuleOfMillionsOfDaysIsRefusedUncounted() {
    String months = "1,2,".repeat(2450) + "1";
    String days = "2,3,".repeat(2450) + "2";
    assertThatThrownBy(() ->
            read(
                "DTSTART;VALUE=DATE:20260101",
                "RRULE:FREQ=YEARLY;BYMONTH=" + months + ";BYMONTHDAY=" + days))
        .isInstanceOf(UnreadableCalendar.class)
        .hasMessageContaining("recurs on too many days");
  }

  @Test
  void manyRulesThatCountFromLongAgoAreRefusedUncounted() {
    String event =
        "BEGIN:VEVENT\r\nSUMMARY:x\r\nDTSTART;VALUE=DATE:00010101\r\n"
            + "RRULE:FREQ=DAILY;COUNT=9999999\r\nEND:VEVENT\r\n";
    String file = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n" + event.repeat(2000) + "END:VCALENDAR\r\n";
    assertThatThrownBy(() -> calendar.read(file.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(UnreadableCalendar.class);
  }

  @Test
  void aYearlyDayOfLongAgoIsRead() throws Exception {
    assertThat(read("DTSTART;VALUE=DATE:16040501", "RRULE:FREQ=YEARLY")).isNotEmpty();
    assertThat(
            read(
                "DTSTART;VALUE=DATE:20260101",
                "RRULE:FREQ=YEARLY;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1,15"))
        .isNotEmpty();
  }

  @Test
  void aRuleThatNeverHoldsEnds() throws Exception {
    assertThat(read("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"))
        .hasSizeLessThanOrEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "hello                                        | begins with BEGIN:VCALENDAR",
        "BEGIN:VCALENDAR~BEGIN:VEVENT                 | cannot be read",
        "BEGIN:VCALENDAR~VERSION:2.0~BEGIN:VEVENT~DTSTART;VALUE=DATE:2026~END:VEVENT~END:VCALENDAR"
            + " | cannot be read",
        "BEGIN:VCALENDAR~VERSION:2.0~BEGIN:VEVENT~SUMMARY:Some day~END:VEVENT~END:VCALENDAR | “Some"
            + " day” has no beginning",
        "BEGIN:VCALENDAR~VERSION:2.0~BEGIN:VEVENT~DTSTART;VALUE=DATE:20260101~RRULE:FREQ=NEVER~END:VEVENT~END:VCALENDAR"
            + " | cannot be read",
      })
  void whatCannotBeReadIsSaidInASentence(String file, String sentence) {
    assertThatThrownBy(() -> calendar.read(bytes(file.replace("~", "\r\n"))))
        .isInstanceOf(UnreadableCalendar.class)
        .hasMessageContaining(sentence)
        .hasMessageEndingWith(".");
  }

  @Test
  void whatIsTooMuchIsRefusedBeforeItIsRead() {
    String deep = "BEGIN:VCALENDAR\n" + "BEGIN:VEVENT\n".repeat(10_000);
    assertThatThrownBy(() -> calendar.read(bytes(deep))).hasMessageContaining("nests too deep");
    assertThatThrownBy(() -> calendar.read(new byte[2_000_000])).hasMessageContaining("1 MB");
    String many = "BEGIN:VCALENDAR\n" + "X\n".repeat(60_000);
    assertThatThrownBy(() -> calendar.read(bytes(many))).hasMessageContaining("lines");
    String wide = "BEGIN:VCALENDAR\nSUMMARY:" + ("x".repeat(70) + "\n ").repeat(1000);
    assertThatThrownBy(() -> calendar.read(bytes(wide))).hasMessageContaining("too long");
    byte[] latin = "BEGIN:VCALENDAR\nSUMMARY:Ostern \u00fc".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> calendar.read(latin)).hasMessageContaining("UTF-8");
  }

  private List<Schedule.Closed> read(String... lines) throws UnreadableCalendar {
    return calendar.read(
        bytes(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\nBEGIN:VEVENT\r\nUID:1@test\r\n"
                + "DTSTAMP:20200101T000000Z\r\n"
                + String.join("\r\n", lines)
                + "\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
