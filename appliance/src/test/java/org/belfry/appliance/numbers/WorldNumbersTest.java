package org.belfry.appliance.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.routing.Numbers.Reading;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorldNumbersTest {
  private final WorldNumbers numbers = new WorldNumbers();

  @ParameterizedTest
  @CsvSource({
    // dialled,          country, area, number,          class,         belongs to
    "030 1234567,        DE, 30,  +49301234567,    LOCAL,         DE",
    "1234567,            DE, 30,  +49301234567,    LOCAL,         DE",
    "+49 30 1234567,     DE, 30,  +49301234567,    LOCAL,         DE",
    "0049301234567,      DE, 40,  +49301234567,    NATIONAL,      DE",
    "0301234567,         DE,   ,  +49301234567,    NATIONAL,      DE",
    "0171 2345678,       DE, 30,  +491712345678,   MOBILE,        DE",
    "0800 1234567,       DE, 30,  +498001234567,   FREE,          DE",
    "0900 1234567,       DE, 30,  +499001234567,   PREMIUM,       DE",
    "0137 1234567,       DE, 30,  +491371234567,   PREMIUM,       DE",
    "0180 3123456,       DE, 30,  +491803123456,   PREMIUM,       DE",
    "032 12345678,       DE, 30,  +493212345678,   NATIONAL,      DE",
    "00 44 20 7946 0018, DE, 30,  +442079460018,   INTERNATIONAL, GB",
    "+447400123456,      DE, 30,  +447400123456,   INTERNATIONAL, GB",
    "+449098790000,      DE, 30,  +449098790000,   PREMIUM,       GB",
    "+448001111111,      DE, 30,  +448001111111,   INTERNATIONAL, GB",
    "+80012345678,       DE, 30,  +80012345678,    FREE,             ",
    "+881612345678,      DE, 30,  +881612345678,   PREMIUM,          ",
    "+979123456789,      DE, 30,  +979123456789,   PREMIUM,          ",
    "+12125550123,       DE, 30,  +12125550123,    INTERNATIONAL, US",
    "+14165550123,       DE, 30,  +14165550123,    INTERNATIONAL, CA",
    "116117,             DE, 30,  116117,          FREE,          DE",
    "115,                DE, 30,  115,             PREMIUM,       DE",
    "11833,              DE, 30,  11833,           PREMIUM,       DE",
    "112,                DE, 30,  112,             EMERGENCY,     DE",
    "110,                DE, 30,  110,             EMERGENCY,     DE",
    "5550123,            US, 212, +12125550123,    LOCAL,         US",
    "2125550123,         US, 212, +12125550123,    LOCAL,         US",
    "1 (416) 555-0123,   US, 212, +14165550123,    INTERNATIONAL, CA",
    "13105550123,        US, 212, +13105550123,    NATIONAL,      US",
    "18005550123,        US, 212, +18005550123,    FREE,          US",
    "19005550123,        US, 212, +19005550123,    PREMIUM,       US",
    "01149301234567,     US, 212, +49301234567,    INTERNATIONAL, DE",
    "911,                US, 212, 911,             EMERGENCY,     US",
    "020 7946 0018,      GB, 20,  +442079460018,   LOCAL,         GB",
    "07400 123456,       GB, 20,  +447400123456,   MOBILE,        GB",
    "070 1234 5678,      GB, 20,  +447012345678,   PREMIUM,       GB",
    "999,                GB, 20,  999,             EMERGENCY,     GB",
    "02 1234 5678,       IT,   ,  +390212345678,   NATIONAL,      IT",
    "01 23 45 67 89,     FR,   ,  +33123456789,    NATIONAL,      FR",
    "06 12 34 56 78,     FR,   ,  +33612345678,    MOBILE,        FR",
    "043 123 45 67,      CH, 43,  +41431234567,    LOCAL,         CH",
    "000,                AU, 2,   000,             EMERGENCY,     AU",
  })
  void aDialledNumberIsReadByThePlanOfTheCountry(
      String dialled,
      String country,
      String areaCode,
      String number,
      NumberClass kind,
      String belongsTo) {
    for (int i = 0; i < 2; i++) { // read, then remembered
      assertThat(numbers.read(dialled, country, areaCode))
          .isEqualTo(new Reading.Known(number, kind, belongsTo));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "+4930              | DE | +4930 is too short or lacks its area code for a number in"
            + " Germany.",
        "0301234567890123   | DE | 0301234567890123 is too long",
        "+999123456         | DE | +999123456 begins with no country's code.",
        "0012345            | US | is too short or lacks",
        "1001x              | DE | 1001x holds characters that are in no telephone number.",
        "*72                | DE | holds characters",
        "5550123            | US | 5550123 is too short or lacks its area code for a number in"
            + " United States.",
        "123456789012345678901234567890123 | DE | No telephone number is that long.",
        "0301234567         | XX | The numbering plan of XX is not known here.",
        "+                  | DE | holds characters",
        "1                  | DE | 1 is",
      })
  void whatCannotBeIsRefusedInASentence(String dialled, String country, String sentence) {
    assertThat(numbers.read(dialled, country, null))
        .isInstanceOfSatisfying(
            Reading.Impossible.class,
            no -> assertThat(no.sentence()).contains(sentence).endsWith("."));
  }

  @ParameterizedTest
  @CsvSource({
    "112,  DE, true",
    "110,   DE, true",
    "911,  DE, false",
    "115, DE, false",
    "911,  US, true",
    "112,   US, true",
    "9911, US, false",
    "988, US, false",
    "999,  GB, true",
    "112,   GB, true",
    "144,  CH, true",
    "15,  FR, true",
    "+112, DE, false",
    "u911, US, false",
    "1120, DE, false",
    "112,  XX, false",
    "190, BR, true",
  })
  void theEmergencyNumbersAreThoseOfTheCountry(String dialled, String country, boolean is) {
    assertThat(numbers.emergency(dialled, country)).isEqualTo(is);
    assertThat(numbers.emergency(dialled, country)).isEqualTo(is);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        "DE, 49, 0, 00",
        "US, 1, 1, 011",
        "GB, 44, 0, 00",
        "IT, 39, '', 00",
        "AU, 61, 0, 0011",
        "JP, 81, 0, 010",
        "FR, 33, 0, 00",
        "XX, '', 0, 00"
      })
  void thePrefixesAreThoseOfTheCountry(
      String country, String code, String national, String international) {
    assertThat(numbers.prefixes(country))
        .isEqualTo(new CountryPrefixes(code, national, international));
  }

  @Test
  void whoDialsAtRandomDoesNotFillTheMemory() {
    for (int i = 0; i < 45_000; i++) {
      numbers.emergency("9" + i, "DE");
    }
    assertThat(numbers.emergency("112", "DE")).isTrue();
  }
}
