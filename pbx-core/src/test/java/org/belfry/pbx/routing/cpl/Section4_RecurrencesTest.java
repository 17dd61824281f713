package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.routing.cpl.Surroundings.from;
import static org.belfry.pbx.routing.cpl.Surroundings.incoming;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.CallPlan;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Times and their repetitions, in Berlin where nothing else is said (RFC 3880 §4.4). */
@Rfc("3880")
class Section4_RecurrencesTest {

  /** Each line: the attributes, a moment of local time, whether it holds then. */
  @ParameterizedTest(name = "{0} at {1}: {2}")
  @CsvSource(
      delimiter = '|',
      value = {
        // Once.
        "dtstart='20261224T180000' dtend='20261224T190000' | 2026-12-24T17:59:59 | no",
        "dtstart='20261224T180000' dtend='20261224T190000' | 2026-12-24T18:00:00 | yes",
        "dtstart='20261224T180000' dtend='20261224T190000' | 2026-12-24T18:59:59 | yes",
        "dtstart='20261224T180000' dtend='20261224T190000' | 2026-12-24T19:00:00 | no",
        "dtstart='20261224T180000Z' duration='PT1H' | 2026-12-24T18:30:00 | no",
        "dtstart='20261224T180000Z' duration='PT1H' | 2026-12-24T19:30:00 | yes",
        // Daily.
        "dtstart='20260101T220000' duration='PT8H' freq='daily' | 2026-03-05T05:59:59 | yes",
        "dtstart='20260101T220000' duration='PT8H' freq='daily' | 2026-03-05T06:00:00 | no",
        "dtstart='20260101T220000' duration='PT8H' freq='daily' | 2026-01-01T05:00:00 | no",
        "dtstart='20260101T000000' duration='P1D' freq='daily' interval='3' | 2026-01-07T12:00:00 |"
            + " yes",
        "dtstart='20260101T000000' duration='P1D' freq='daily' interval='3' | 2026-01-08T12:00:00 |"
            + " no",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' until='20260110' |"
            + " 2026-01-10T09:30:00 | yes",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' until='20260110' |"
            + " 2026-01-11T09:30:00 | no",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' until='20260110T080000Z' |"
            + " 2026-01-10T09:30:00 | yes",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' until='20260110T075959Z' |"
            + " 2026-01-10T09:30:00 | no",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' count='10' | 2026-01-10T09:30:00 |"
            + " yes",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' count='10' | 2026-01-11T09:30:00 |"
            + " no",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' count='1' | 2026-01-02T09:30:00 |"
            + " no",
        "dtstart='20260101T090000' duration='PT20M' freq='daily' byhour='9,14' byminute='0,30' |"
            + " 2026-05-05T14:45:00 | yes",
        "dtstart='20260101T090000' duration='PT10M' freq='daily' byhour='9,14' byminute='0,30' |"
            + " 2026-05-05T14:45:00 | no",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' bymonth='1' | 2027-01-20T09:30:00 |"
            + " yes",
        "dtstart='20260101T090000' duration='PT1H' freq='daily' bymonth='1' | 2027-02-20T09:30:00 |"
            + " no",
        // Weekly.
        "dtstart='20261102T090000' dtend='20261102T170000' freq='weekly' byday='MO,TU,WE,TH,FR' |"
            + " 2026-11-20T16:59:59 | yes",
        "dtstart='20261102T090000' dtend='20261102T170000' freq='weekly' byday='MO,TU,WE,TH,FR' |"
            + " 2026-11-21T12:00:00 | no",
        "dtstart='20261102T090000' dtend='20261102T170000' freq='weekly' | 2026-11-23T12:00:00 |"
            + " yes",
        "dtstart='20261102T090000' dtend='20261102T170000' freq='weekly' | 2026-11-24T12:00:00 |"
            + " no",
        // Every other week of Tuesday and Sunday, from Tuesday 5 August 1997; weeks begin Mo or Su.
        "dtstart='19970805T090000' duration='PT1H' freq='weekly' interval='2' byday='TU,SU'"
            + " wkst='MO' | 1997-08-10T09:30:00 | yes",
        "dtstart='19970805T090000' duration='PT1H' freq='weekly' interval='2' byday='TU,SU'"
            + " wkst='MO' | 1997-08-17T09:30:00 | no",
        "dtstart='19970805T090000' duration='PT1H' freq='weekly' interval='2' byday='TU,SU'"
            + " wkst='SU' | 1997-08-10T09:30:00 | no",
        "dtstart='19970805T090000' duration='PT1H' freq='weekly' interval='2' byday='TU,SU'"
            + " wkst='SU' | 1997-08-17T09:30:00 | yes",
        // Monthly.
        "dtstart='20260131T090000' duration='PT1H' freq='monthly' | 2026-03-31T09:30:00 | yes",
        "dtstart='20260131T090000' duration='PT1H' freq='monthly' | 2026-02-28T09:30:00 | no",
        "dtstart='20260101T090000' duration='PT1H' freq='monthly' bymonthday='-1' |"
            + " 2026-02-28T09:30:00 | yes",
        "dtstart='20260101T090000' duration='PT1H' freq='monthly' byday='1FR' | 2026-11-06T09:30:00"
            + " | yes",
        "dtstart='20260101T090000' duration='PT1H' freq='monthly' byday='1FR' | 2026-11-13T09:30:00"
            + " | no",
        "dtstart='20260101T090000' duration='PT1H' freq='monthly' byday='-1FR' |"
            + " 2026-11-27T09:30:00 | yes",
        "dtstart='19970902T090000' duration='PT1H' freq='monthly' byday='FR' bymonthday='13' |"
            + " 2026-11-13T09:30:00 | yes",
        "dtstart='19970902T090000' duration='PT1H' freq='monthly' byday='FR' bymonthday='13' |"
            + " 2026-11-20T09:30:00 | no",
        // The last working day of the month, the third of Tuesday to Thursday.
        "dtstart='20260130T090000' duration='PT1H' freq='monthly' byday='MO,TU,WE,TH,FR'"
            + " bysetpos='-1' | 2026-10-30T09:30:00 | yes",
        "dtstart='20260130T090000' duration='PT1H' freq='monthly' byday='MO,TU,WE,TH,FR'"
            + " bysetpos='-1' | 2026-10-29T09:30:00 | no",
        "dtstart='19970904T090000' duration='PT1H' freq='monthly' byday='TU,WE,TH' bysetpos='3' |"
            + " 1997-10-07T09:30:00 | yes",
        "dtstart='19970904T090000' duration='PT1H' freq='monthly' byday='TU,WE,TH' bysetpos='3' |"
            + " 1997-10-02T09:30:00 | no",
        "dtstart='20260102T090000' duration='PT1H' freq='monthly' byday='FR' byhour='9,15'"
            + " bysetpos='2' | 2026-11-06T15:30:00 | yes",
        "dtstart='20260102T090000' duration='PT1H' freq='monthly' byday='FR' byhour='9,15'"
            + " bysetpos='2' | 2026-11-06T09:30:00 | no",
        // Yearly: the RFC's every Sunday in January, 8:30 and 9:30, every other year.
        "dtstart='19970105T083000' duration='PT10M' freq='yearly' interval='2' bymonth='1'"
            + " byday='SU' byhour='8,9' byminute='30' | 1999-01-31T09:35:00 | yes",
        "dtstart='19970105T083000' duration='PT10M' freq='yearly' interval='2' bymonth='1'"
            + " byday='SU' byhour='8,9' byminute='30' | 1998-01-25T09:35:00 | no",
        "dtstart='19970105T083000' duration='PT10M' freq='yearly' interval='2' bymonth='1'"
            + " byday='SU' byhour='8,9' byminute='30' | 1999-01-31T09:40:00 | no",
        "dtstart='20000229T000000' duration='P1D' freq='yearly' | 2024-02-29T12:00:00 | yes",
        "dtstart='20000229T000000' duration='P1D' freq='yearly' | 2023-02-28T12:00:00 | no",
        "dtstart='19970519T090000' duration='PT1H' freq='yearly' byday='20MO' | 1998-05-18T09:30:00"
            + " | yes",
        "dtstart='19970519T090000' duration='PT1H' freq='yearly' byday='20MO' | 1998-05-25T09:30:00"
            + " | no",
        "dtstart='19970512T090000' duration='PT1H' freq='yearly' byweekno='20' byday='MO' |"
            + " 1999-05-17T09:30:00 | yes",
        "dtstart='19970512T090000' duration='PT1H' freq='yearly' byweekno='20' |"
            + " 1998-05-11T09:30:00 | yes",
        "dtstart='19970101T090000' duration='PT1H' freq='yearly' byyearday='1,100,-1' |"
            + " 2026-04-10T09:30:00 | yes",
        "dtstart='19970101T090000' duration='PT1H' freq='yearly' byyearday='1,100,-1' |"
            + " 2026-12-31T09:30:00 | yes",
        "dtstart='20251224T000000' duration='P10D' freq='yearly' | 2027-01-02T23:59:59 | yes",
        "dtstart='20251224T000000' duration='P10D' freq='yearly' | 2027-01-03T00:00:00 | no",
        // Within a day.
        "dtstart='20260101T090000' duration='PT10M' freq='hourly' interval='3' |"
            + " 2026-06-01T12:05:00 | yes",
        "dtstart='20260101T090000' duration='PT10M' freq='hourly' interval='3' |"
            + " 2026-06-01T13:05:00 | no",
        "dtstart='20260101T090000' duration='PT5M' freq='minutely' interval='90' |"
            + " 2026-01-01T10:34:00 | yes",
        "dtstart='20260101T090000' duration='PT5M' freq='minutely' interval='90' |"
            + " 2026-01-01T11:34:00 | no",
        "dtstart='20260101T090000' duration='PT20M' freq='minutely' interval='20'"
            + " byhour='9,10,11,12,13,14,15,16' | 2026-03-01T16:59:00 | yes",
        "dtstart='20260101T090000' duration='PT20M' freq='minutely' interval='20'"
            + " byhour='9,10,11,12,13,14,15,16' | 2026-03-01T17:01:00 | no",
        "dtstart='20260101T090000' duration='PT1S' freq='secondly' interval='10' |"
            + " 2026-01-01T09:00:50 | yes",
        "dtstart='20260101T090000' duration='PT1S' freq='secondly' interval='10' |"
            + " 2026-01-01T09:00:51 | no",
        "dtstart='20260101T090000' duration='PT1S' freq='hourly' byminute='0,20' bysecond='5,10'"
            + " bysetpos='-3,9' | 2026-03-05T14:00:10 | yes",
        "dtstart='20260101T090000' duration='PT1S' freq='hourly' byminute='0,20' bysecond='5,10'"
            + " bysetpos='-3,9' | 2026-03-05T14:20:05 | no",
        "dtstart='20260101T090000' duration='PT1S' freq='minutely' bysecond='0,20,40' bysetpos='2' |"
            + " 2026-03-05T14:03:20 | yes",
        "dtstart='20260101T090000' duration='PT1S' freq='minutely' bysecond='0,20,40' bysetpos='2' |"
            + " 2026-03-05T14:03:40 | no",
        "dtstart='20260101T090000' duration='PT1S' freq='secondly' interval='7' bysetpos='-1' |"
            + " 2026-01-01T09:01:03 | yes",
        "dtstart='20260101T090000' duration='PT1S' freq='secondly' interval='7' bysetpos='-1' |"
            + " 2026-01-01T09:01:04 | no",
        "dtstart='20260101T090000' duration='PT1S' freq='secondly' bysetpos='2' |"
            + " 2026-01-01T09:01:03 | no",
        "dtstart='20260101T090000' duration='PT1M' freq='hourly' byminute='0,20,40' bysetpos='-1' |"
            + " 2026-01-01T10:40:30 | yes",
        "dtstart='20260101T090000' duration='PT1M' freq='hourly' byminute='0,20,40' bysetpos='-1' |"
            + " 2026-01-01T10:20:30 | no",
      })
  @Rfc("4.4")
  void itHoldsOrItDoesNot(String attributes, String local, String holds) {
    assertThat(holds(attributes, java.time.LocalDateTime.parse(local).atZone(BERLIN).toInstant()))
        .isEqualTo(holds.equals("yes"));
  }

  private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

  @Test
  @Rfc("4.4")
  void aNightOverAChangeOfTheClockEndsWhenTheClockSaysSo() {
    String night = "dtstart='20260101T220000' dtend='20260102T060000' freq='daily'";
    // On 25 October 2026 the clock goes back at 03:00; 06:00 is 05:00 UTC.
    assertThat(holds(night, Instant.parse("2026-10-25T04:59:59Z"))).isTrue();
    assertThat(holds(night, Instant.parse("2026-10-25T05:00:00Z"))).isFalse();
    // Eight hours are eight hours.
    String hours = "dtstart='20260101T220000' duration='PT8H' freq='daily'";
    assertThat(holds(hours, Instant.parse("2026-10-25T04:00:00Z"))).isFalse();
  }

  @Test
  @Rfc("4.4")
  void theHourThatComesTwiceLastsTwoHoursForWhatBeganInIt() {
    String late = "dtstart='20260101T024500' duration='PT30M' freq='daily'";
    assertThat(holds(late, Instant.parse("2026-10-25T00:50:00Z"))).isTrue(); // 02:50, first time
    assertThat(holds(late, Instant.parse("2026-10-25T01:10:00Z"))).isTrue(); // 02:10, second time
    assertThat(holds(late, Instant.parse("2026-10-25T01:20:00Z"))).isFalse();
    assertThat(holds(late, Instant.parse("2026-03-29T01:50:00Z"))).isTrue(); // 02:45 is 03:45
  }

  @Test
  void nothingThatRepeatsTakesLong() {
    String[] slow = {
      "dtstart='19000101T000001' duration='P1D' freq='secondly' interval='2' bysecond='0'",
      "dtstart='19000101T000001' duration='P1D' freq='secondly' interval='2147483647'",
      "dtstart='19000101T000000' duration='P366D' freq='yearly' bymonth='2' bymonthday='30'",
      "dtstart='19000101T000000' duration='P366D' freq='yearly' bymonthday='31' bysetpos='366'"
          + " byhour='0,1,2,3,4,5,6,7,8,9,10,11,12,13,14,15,16,17,18,19,20,21,22'",
      "dtstart='19000101T000000' duration='P366D' freq='hourly' bymonth='2' bymonthday='30'",
    };
    StringBuilder all = new StringBuilder("<time-switch>");
    for (int i = 0; i < 400; i++) {
      all.append("<time ").append(slow[i % slow.length]).append("/>");
    }
    CplScript script = incoming(all + "<otherwise/></time-switch>");
    Instant now = Instant.parse("2026-11-20T11:00:00Z");
    long begin = System.nanoTime();
    for (int i = 0; i < 10; i++) {
      script.plan(from("sip:a@example.org"), now, Surroundings.HOME);
    }
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(2));
  }

  private static boolean holds(String attributes, Instant now) {
    CplScript script =
        incoming(
            "<time-switch><time " + attributes + "><reject status='busy'/></time></time-switch>");
    return script.plan(from("sip:a@example.org"), now, Surroundings.HOME).plan()
        instanceof CallPlan.Reject;
  }
}
