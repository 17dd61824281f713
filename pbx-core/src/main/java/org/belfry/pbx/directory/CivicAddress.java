package org.belfry.pbx.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A postal address and a place within the building (RFC 5139 §3); empty for what is not known.
 *
 * @param country ISO 3166 code, upper case
 * @param state A1
 * @param city A3
 * @param postalCode PC
 * @param street RD
 * @param number HNO
 * @param building BLD
 * @param floor FLR
 * @param room ROOM
 */
public record CivicAddress(
    String country,
    String state,
    String city,
    String postalCode,
    String street,
    String number,
    String building,
    String floor,
    String room) {

  /** What an ambulance needs to find the door (47 CFR §9.3). */
  public boolean dispatchable() {
    return !country.isEmpty() && !city.isEmpty() && !street.isEmpty();
  }

  /** In one line, the innermost last. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    parts.add(joined(street, number));
    parts.add(joined(postalCode, city));
    parts.add(state);
    parts.add(country);
    parts.add(building);
    parts.add(floor.isEmpty() ? "" : "floor " + floor);
    parts.add(room.isEmpty() ? "" : "room " + room);
    return parts.stream().filter(part -> !part.isEmpty()).collect(Collectors.joining(", "));
  }

  private static String joined(String one, String other) {
    return Stream.of(one, other).filter(part -> !part.isEmpty()).collect(Collectors.joining(" "));
  }
}
