package org.belfry.appliance.dialplan;

import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Service;
import org.belfry.pbx.routing.Numbers;

/** Which numbers mean something at this site. */
final class Numbering {
  /** In force nearly everywhere, whatever the country (GSM 02.30). */
  private static final Set<String> EMERGENCY = Set.of("112", "911");

  /** What a network may know: whole numbers, or national ones of some length. */
  private static final Pattern OUTSIDE = Pattern.compile("\\+[0-9]{6,15}|0[0-9]{4,15}|[0-9]{7,15}");

  private static final int SHORTEST_OUTSIDE = 3;

  private final Directory directory;
  private final DialPlan plan;
  private final Set<String> services;
  private final Numbers numbers;

  Numbering(Directory directory, Numbers numbers) {
    this.directory = directory;
    this.numbers = numbers;
    this.plan = directory.dialPlan();
    this.services =
        plan.services().values().stream()
            .map(Service::number)
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
  }

  boolean isEmergency(String number) {
    return EMERGENCY.contains(number)
        || plan.emergencyNumbers().contains(number)
        || numbers.emergency(number, plan.country());
  }

  /** A user, a group or a service. */
  boolean isOurs(String number) {
    return directory.user(number) != null
        || plan.groups().containsKey(number)
        || services.contains(number);
  }

  boolean leadsSomewhere(String number) {
    return isOurs(number)
        || isFeature(number)
        || isEmergency(number)
        || directory.peerForNumber(number) != null
        || OUTSIDE.matcher(number).matches()
        || isPrefixed(number);
  }

  private boolean isPrefixed(String number) {
    String prefix = plan.outsidePrefix();
    return !prefix.isEmpty()
        && number.startsWith(prefix)
        && number.length() >= prefix.length() + SHORTEST_OUTSIDE;
  }

  private boolean isFeature(String number) {
    for (Map.Entry<String, ?> feature : plan.features().entrySet()) {
      if (number.startsWith(feature.getKey())) {
        return true;
      }
    }
    return false;
  }

  /** True when some number fits both. */
  static boolean overlap(NumberPattern one, NumberPattern other) {
    String a = one.text();
    String b = other.text();
    int i = 0;
    while (i < a.length() && i < b.length() && a.charAt(i) != '*' && b.charAt(i) != '*') {
      if (!alike(a.charAt(i), b.charAt(i))) {
        return false;
      }
      i++;
    }
    boolean aEnds = i == a.length();
    boolean bEnds = i == b.length();
    return aEnds == bEnds || (!aEnds && a.charAt(i) == '*') || (!bEnds && b.charAt(i) == '*');
  }

  private static boolean alike(char a, char b) {
    return a == b || (a == 'X' && Character.isDigit(b)) || (b == 'X' && Character.isDigit(a));
  }
}
