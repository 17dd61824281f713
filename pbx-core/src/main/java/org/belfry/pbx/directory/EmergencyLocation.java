package org.belfry.pbx.directory;

import java.util.List;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;

/**
 * A dispatchable location (47 CFR §9.3): a place that an emergency centre can send somebody to, and
 * who calls from there.
 *
 * @param note further words for the responder, or empty
 * @param point latitude and longitude, or null
 * @param networks phones that speak from there are at the location
 * @param phones MAC addresses, twelve small hexadecimal digits each
 * @param users extensions of the people who work there
 * @param callbackNumber that the emergency centre knows the place by, E.164; or null
 */
public record EmergencyLocation(
    String name,
    CivicAddress address,
    String note,
    @Nullable Point point,
    List<IpNetwork> networks,
    List<String> phones,
    List<String> users,
    @Nullable String callbackNumber) {

  /** WGS 84, in degrees. */
  public record Point(double latitude, double longitude) {}

  public EmergencyLocation {
    networks = List.copyOf(networks);
    phones = List.copyOf(phones);
    users = List.copyOf(users);
  }

  /** Name, address and note in one line. */
  public String text() {
    String where = address.toString();
    return name
        + (where.isEmpty() || where.equals(name) ? "" : (name.isEmpty() ? "" : ": ") + where)
        + (note.isEmpty() ? "" : " (" + note + ")");
  }
}
