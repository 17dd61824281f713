package org.belfry.pbx.directory;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the site's callers are.
 *
 * @param locations by name
 * @param homes what users say of where they work, by their id
 * @param usual the location of whoever is nowhere else; or null
 * @param testNumbers of the provider: they are called like an emergency number, and alarm nobody
 */
public record EmergencyPlan(
    Map<String, EmergencyLocation> locations,
    Map<Long, EmergencyLocation> homes,
    @Nullable String usual,
    Set<String> testNumbers) {

  /** A site that has said nothing. */
  public static final EmergencyPlan NONE = new EmergencyPlan(Map.of(), Map.of(), null, Set.of());

  public EmergencyPlan {
    locations = Map.copyOf(locations);
    homes = Map.copyOf(homes);
    testNumbers = Set.copyOf(testNumbers);
  }

  /** Locations alone, none of them the usual one. */
  public static EmergencyPlan of(List<EmergencyLocation> all) {
    return new EmergencyPlan(
        all.stream()
            .collect(java.util.stream.Collectors.toMap(EmergencyLocation::name, each -> each)),
        Map.of(),
        null,
        Set.of());
  }

  /** The same with a location for whoever is nowhere else. */
  public EmergencyPlan usually(String name) {
    return new EmergencyPlan(locations, homes, name, testNumbers);
  }

  /** The same with numbers to test by. */
  public EmergencyPlan testedBy(Set<String> numbers) {
    return new EmergencyPlan(locations, homes, usual, numbers);
  }
}
