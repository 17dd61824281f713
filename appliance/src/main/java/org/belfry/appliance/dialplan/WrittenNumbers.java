package org.belfry.appliance.dialplan;

import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.routing.Numbers;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Telephone numbers as people write them at the site, in full (E.164). */
@Component
class WrittenNumbers {
  private static final Pattern BETWEEN = Pattern.compile("[ ()/.-]");

  /** Digits of a number, of which some may be any. */
  private static final Pattern DIGITS = Pattern.compile("[0-9][0-9X]{4,18}");

  private final DirectoryStore store;
  private final Numbers numbers;

  WrittenNumbers(DirectoryStore store, Numbers numbers) {
    this.store = store;
    this.numbers = numbers;
  }

  /** As the site writes them now. */
  UnaryOperator<String> here() {
    DialPlan plan = store.current().dialPlan();
    return in(plan.country(), plan.areaCode());
  }

  /** As a site of this country and area would write them; what is no number stays as it is. */
  UnaryOperator<String> in(@Nullable String country, @Nullable String areaCode) {
    String area = areaCode == null || areaCode.isEmpty() ? null : areaCode;
    return written -> country == null ? written : full(written, country, area);
  }

  private String full(String written, String country, @Nullable String areaCode) {
    String digits = BETWEEN.matcher(written).replaceAll("");
    if (!DIGITS.matcher(digits).matches()) {
      return digits;
    }
    // Any digit may stand where any may be, as the plan knows how long numbers are.
    Numbers.Reading reading = numbers.read(digits.replace('X', '5'), country, areaCode);
    if (reading instanceof Numbers.Reading.Known known && known.number().startsWith("+")) {
      StringBuilder full = new StringBuilder(known.number());
      Matcher any = Pattern.compile("X").matcher(digits);
      while (any.find()) {
        full.setCharAt(full.length() - digits.length() + any.start(), 'X');
      }
      return full.toString();
    }
    return digits;
  }
}
