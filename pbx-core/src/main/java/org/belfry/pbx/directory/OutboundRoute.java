package org.belfry.pbx.directory;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which trunks take which outside calls. Routes are tried in order, the first that fits counts.
 *
 * @param patterns E.164 beginnings, with {@code +}; empty for any number
 * @param classes kinds of numbers; empty for any
 * @param countries ISO 3166 codes; empty for any
 * @param trunks names in the order they are tried, at least one
 * @param callerNumber what the called party sees, instead of the user's or the site's number; or
 *     null
 */
public record OutboundRoute(
    String name,
    List<NumberPattern> patterns,
    Set<NumberClass> classes,
    Set<String> countries,
    List<String> trunks,
    @Nullable String callerNumber) {

  public OutboundRoute {
    patterns = List.copyOf(patterns);
    classes = Set.copyOf(classes);
    countries = Set.copyOf(countries);
    trunks = List.copyOf(trunks);
    if (trunks.isEmpty()) {
      throw new IllegalArgumentException("A route needs a trunk.");
    }
  }
}
