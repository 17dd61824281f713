package org.belfry.pbx.app.trunk;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that the two ends of a call by a trunk have, in every way to write them. A far end
 * chooses its Contact (RFC 3261 §12.1.1), and a provider's proxy passes it on: credentials for a
 * request to it would be good for a call to any number that it names.
 *
 * @param written digits, with or without a plus
 */
record CallNumbers(Set<String> written) {
  private static final Pattern SEPARATORS = Pattern.compile("[-.() ]");

  /** What a switch would dial: all of it, or what it begins with. */
  private static final Pattern DIALLED = Pattern.compile("(\\+?[0-9*#]+)|(\\+?[0-9]{7,}).*");

  CallNumbers {
    written = Set.copyOf(written);
  }

  /**
   * @param number the far end's, E.164 or as dialled; null when it hides it
   */
  static CallNumbers of(Trunk trunk, CountryPrefixes site, @Nullable String number) {
    Set<String> all = new HashSet<>();
    add(all, number, site);
    add(all, trunk.number(), site);
    add(all, trunk.username(), site);
    return new CallNumbers(all);
  }

  private static void add(Set<String> all, @Nullable String number, CountryPrefixes site) {
    if (number == null) {
      return;
    }
    all.add(number);
    if (!number.startsWith("+")) {
      return;
    }
    String digits = number.substring(1);
    all.add(digits);
    all.add(site.international() + digits);
    if (digits.startsWith(site.code())) {
      String national = digits.substring(site.code().length());
      all.add(site.national() + national);
      if (site.national().equals(site.code())) {
        all.add(national); // North America: ten digits
      }
    }
  }

  /** True when a call to this address is a call to one of them, or to no number at all. */
  boolean reach(SipUri target) {
    String user = target.user();
    if (user == null) {
      return true;
    }
    int params = user.indexOf(';');
    String bare = SEPARATORS.matcher(params < 0 ? user : user.substring(0, params)).replaceAll("");
    Matcher dialled = DIALLED.matcher(bare);
    if (!dialled.matches()) {
      return true;
    }
    return written.contains(dialled.group(1) == null ? dialled.group(2) : dialled.group(1));
  }
}
