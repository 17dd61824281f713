package org.belfry.appliance.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberType;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import com.google.i18n.phonenumbers.ShortNumberInfo;
import com.google.i18n.phonenumbers.ShortNumberInfo.ShortNumberCost;
import java.util.Locale;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.routing.Numbers.Reading;
import org.jspecify.annotations.Nullable;

/**
 * Reads dialled digits by the numbering plan of the site's country (ITU-T E.164). In doubt a number
 * counts as the kind that costs more.
 */
final class NumberReader {
  /** Longer than any number with its prefixes and the dots and dashes between. */
  static final int LONGEST = 32;

  private static final int E164_MAX = 16; // with the plus
  private static final String NO_COUNTRY = "001"; // +800, +882 and their like

  private final PhoneNumberUtil plans = PhoneNumberUtil.getInstance();
  private final ShortNumberInfo shorts = ShortNumberInfo.getInstance();

  Reading read(String dialled, String country, @Nullable String areaCode) {
    if (dialled.length() > LONGEST) {
      return new Reading.Impossible("No telephone number is that long.");
    }
    String digits = digits(dialled);
    if (digits == null) {
      return new Reading.Impossible(dialled + " holds characters that are in no telephone number.");
    }
    if (!knows(country)) {
      return new Reading.Impossible("The numbering plan of " + country + " is not known here.");
    }
    if (emergency(digits, country)) {
      return new Reading.Known(digits, NumberClass.EMERGENCY, country);
    }
    Reading special = shortNumber(digits, country);
    if (special != null) {
      return special;
    }
    PhoneNumber near = areaCode == null ? null : local(digits, country, areaCode);
    if (near != null) {
      return known(near, country, areaCode);
    }
    try {
      PhoneNumber number = plans.parse(digits, country);
      return switch (plans.isPossibleNumberWithReason(number)) {
        case IS_POSSIBLE ->
            plans.format(number, PhoneNumberFormat.E164).length() > E164_MAX
                ? impossible(dialled, number, "is too long")
                : known(number, country, areaCode);
        case IS_POSSIBLE_LOCAL_ONLY ->
            impossible(dialled, number, "is too short or lacks its area code");
        case INVALID_COUNTRY_CODE -> impossible(dialled, number, "begins with no country's code");
        case TOO_SHORT -> impossible(dialled, number, "is too short");
        case TOO_LONG -> impossible(dialled, number, "is too long");
        case INVALID_LENGTH -> impossible(dialled, number, "is too short or too long");
      };
    } catch (NumberParseException e) {
      return new Reading.Impossible(
          dialled
              + switch (e.getErrorType()) {
                case INVALID_COUNTRY_CODE -> " begins with no country's code.";
                case NOT_A_NUMBER -> " is no telephone number.";
                case TOO_SHORT_AFTER_IDD, TOO_SHORT_NSN -> " is too short for a telephone number.";
                case TOO_LONG -> " is too long for a telephone number.";
              });
    }
  }

  boolean emergency(String dialled, String country) {
    return !dialled.startsWith("+") && knows(country) && shorts.isEmergencyNumber(dialled, country);
  }

  boolean knows(String country) {
    return plans.getSupportedRegions().contains(country);
  }

  CountryPrefixes prefixes(String country) {
    if (!knows(country)) {
      return CountryPrefixes.usual("");
    }
    String code = Integer.toString(plans.getCountryCodeForRegion(country));
    String national = plans.getNddPrefixForRegion(country, true);
    return new CountryPrefixes(code, national == null ? "" : national, international(country));
  }

  /** The library tells it only by an example: {@code 011 44 20 7946 0018}. */
  private String international(String country) {
    boolean british = plans.getCountryCodeForRegion(country) == 44;
    PhoneNumber abroad = plans.getExampleNumber(british ? "DE" : "GB");
    String dialled = plans.formatOutOfCountryCallingNumber(abroad, country);
    int code = dialled.indexOf(" " + abroad.getCountryCode() + " ");
    String prefix = code < 0 ? "" : dialled.substring(0, code).replaceAll("[^0-9]", "");
    return prefix.isEmpty() ? "00" : prefix; // some have several, by carrier
  }

  /** What people write between digits goes; null when there is more than that. */
  private static @Nullable String digits(String dialled) {
    StringBuilder digits = new StringBuilder(dialled.length());
    for (int i = 0; i < dialled.length(); i++) {
      char c = dialled.charAt(i);
      if ((c >= '0' && c <= '9') || (c == '+' && digits.isEmpty())) {
        digits.append(c);
      } else if (" -./()".indexOf(c) < 0) {
        return null;
      }
    }
    return digits.isEmpty() || digits.toString().equals("+") ? null : digits.toString();
  }

  /** 115, 116 117, directory enquiries: numbers that are no E.164 numbers. */
  private @Nullable Reading shortNumber(String digits, String country) {
    if (digits.startsWith("+") || digits.length() > 6) {
      return null;
    }
    PhoneNumber number = new PhoneNumber();
    number.setCountryCode(plans.getCountryCodeForRegion(country));
    number.setNationalNumber(Long.parseLong(digits));
    if (digits.startsWith("0") || !shorts.isValidShortNumberForRegion(number, country)) {
      return null;
    }
    ShortNumberCost cost = shorts.getExpectedCostForRegion(number, country);
    NumberClass kind =
        switch (cost) {
          case TOLL_FREE -> NumberClass.FREE;
          case STANDARD_RATE -> NumberClass.NATIONAL;
          // Enquiries that pass calls on are a known way to run up a bill.
          case PREMIUM_RATE, UNKNOWN_COST -> NumberClass.PREMIUM;
        };
    return new Reading.Known(digits, kind, country);
  }

  /** The number in the site's own area that was dialled without the area's code, or null. */
  private @Nullable PhoneNumber local(String digits, String country, String areaCode) {
    String trunkPrefix = plans.getNddPrefixForRegion(country, true);
    if (digits.startsWith("+")
        || (trunkPrefix != null && !trunkPrefix.isEmpty() && digits.startsWith(trunkPrefix))) {
      return null;
    }
    try {
      String full = "+" + plans.getCountryCodeForRegion(country) + areaCode + digits;
      PhoneNumber number = plans.parse(full, country);
      return plans.isValidNumberForRegion(number, country) ? number : null;
    } catch (NumberParseException e) {
      return null; // not in this area
    }
  }

  private Reading known(PhoneNumber number, String site, @Nullable String areaCode) {
    String region = plans.getRegionCodeForNumber(number);
    if (region == null) { // a number that nobody has, of a country that there is
      region = plans.getRegionCodeForCountryCode(number.getCountryCode());
    }
    boolean nowhere = region.equals(NO_COUNTRY);
    NumberClass kind = kind(number, region, site, areaCode);
    return new Reading.Known(
        plans.format(number, PhoneNumberFormat.E164), kind, nowhere ? null : region);
  }

  private NumberClass kind(
      PhoneNumber number, String region, String site, @Nullable String areaCode) {
    PhoneNumberType type = plans.getNumberType(number);
    if (region.equals(NO_COUNTRY)) {
      // Satellites and networks of no country are dear.
      return type == PhoneNumberType.TOLL_FREE ? NumberClass.FREE : NumberClass.PREMIUM;
    }
    boolean abroad = !region.equals(site);
    return switch (type) {
      case PREMIUM_RATE, SHARED_COST, PAGER, PERSONAL_NUMBER -> NumberClass.PREMIUM;
      case TOLL_FREE -> abroad ? NumberClass.INTERNATIONAL : NumberClass.FREE;
      case MOBILE -> abroad ? NumberClass.INTERNATIONAL : NumberClass.MOBILE;
      case FIXED_LINE, FIXED_LINE_OR_MOBILE, VOIP, UAN, VOICEMAIL, UNKNOWN -> {
        if (abroad) {
          yield NumberClass.INTERNATIONAL;
        }
        boolean sameArea =
            areaCode != null
                && plans.getNationalSignificantNumber(number).startsWith(areaCode)
                && type != PhoneNumberType.UNKNOWN;
        yield sameArea ? NumberClass.LOCAL : NumberClass.NATIONAL;
      }
    };
  }

  private Reading impossible(String dialled, PhoneNumber number, String what) {
    String region = plans.getRegionCodeForCountryCode(number.getCountryCode());
    String place =
        region == null || region.equals(NO_COUNTRY) || region.equals("ZZ")
            ? ""
            : " for a number in " + Locale.of("", region).getDisplayCountry(Locale.ENGLISH);
    return new Reading.Impossible(dialled + " " + what + place + ".");
  }
}
