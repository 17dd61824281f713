package org.belfry.pbx.routing.cpl;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Where the call is to go at one point of a script (RFC 3880 §2.3).
 *
 * @param redirected whether the addresses that a redirection names belong to it, too: which those
 *     are is not known before the call
 * @param touched whether the script has changed it
 */
record LocationSet(List<Spot> spots, boolean redirected, boolean touched) {
  static final LocationSet UNTOUCHED = new LocationSet(List.of(), false, false);

  LocationSet {
    spots = List.copyOf(spots);
  }

  /**
   * @param uri null for the phones of the script's owner
   * @param priority 0 to 1000
   */
  record Spot(@Nullable String uri, int priority) {}

  boolean isEmpty() {
    return spots.isEmpty();
  }

  LocationSet with(Spot spot, boolean clear) {
    List<Spot> all = new ArrayList<>(clear ? List.of() : spots);
    // An address is in it once, however often it is named.
    all.removeIf(s -> same(s.uri, spot.uri));
    all.add(spot);
    return new LocationSet(all, !clear && redirected, true);
  }

  LocationSet without(@Nullable String uri) {
    return uri == null
        ? new LocationSet(List.of(), false, true)
        : new LocationSet(spots.stream().filter(s -> !same(s.uri, uri)).toList(), redirected, true);
  }

  LocationSet only(List<Spot> rest, boolean alsoRedirected) {
    return new LocationSet(rest, alsoRedirected, true);
  }

  /** The best first; of equals, in the order in which they were added. */
  List<Spot> byPriority() {
    return spots.stream().sorted(Comparator.comparingInt((Spot s) -> -s.priority)).toList();
  }

  private static boolean same(@Nullable String a, @Nullable String b) {
    if (a == null || b == null || a.equals(b)) {
      return a == null ? b == null : a.equals(b);
    }
    SipUri first = AddressPart.read(a);
    SipUri second = AddressPart.read(b);
    return first != null && second != null && AddressPart.same(first, second);
  }
}
