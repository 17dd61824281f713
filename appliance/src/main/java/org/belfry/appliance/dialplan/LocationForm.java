package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.EmergencyAdmin.Address;
import org.belfry.pbx.admin.EmergencyAdmin.Home;
import org.belfry.pbx.admin.EmergencyAdmin.SaveLocation;
import org.belfry.pbx.directory.CivicAddress;
import org.belfry.pbx.directory.EmergencyLocation;
import org.belfry.pbx.sip.IpNetwork;
import org.jspecify.annotations.Nullable;

/** Locations of callers: from the command to what is stored, and on to what the call path knows. */
final class LocationForm {
  private static final int NETWORKS_MAX = 100;
  private static final int PHONES_MAX = 1000;
  private static final int USERS_MAX = 1000;
  private static final int MAC_DIGITS = 12;

  private LocationForm() {}

  static SaveLocation checked(SaveLocation c, UnaryOperator<String> inFull) {
    Fields fields = new Fields(inFull);
    if ((c.latitude() == null) != (c.longitude() == null)) {
      fields.problem(
          c.latitude() == null ? "latitude" : "longitude", "enter both or leave both empty");
    }
    SaveLocation good =
        new SaveLocation(
            fields.needed("name", c.name(), 64),
            address(fields, c.address()),
            fields.optional("note", c.note(), 200),
            degrees(fields, "latitude", c.latitude(), 90),
            degrees(fields, "longitude", c.longitude(), 180),
            fields.distinct(
                "networks",
                c.networks(),
                NETWORKS_MAX,
                (at, text) -> SiteForm.network(fields, at, text)),
            fields.distinct("phones", c.phones(), PHONES_MAX, (at, text) -> mac(fields, at, text)),
            fields.distinct("users", c.users(), USERS_MAX, fields::number),
            fields.outside("callbackNumber", c.callbackNumber()),
            CallForm.or(c.usual(), false));
    fields.refuse();
    return good;
  }

  static Home checked(Home c) {
    Fields fields = new Fields();
    Home good = new Home(address(fields, c.address()), fields.optional("note", c.note(), 200));
    fields.refuse();
    return good;
  }

  private static Address address(Fields fields, @Nullable Address a) {
    if (a == null) {
      fields.problem("address", "required");
      return new Address(null, null, null, null, null, null, null, null, null);
    }
    return new Address(
        fields.country("address.country", a.country()),
        fields.optional("address.state", a.state(), 64),
        fields.needed("address.city", a.city(), 64),
        fields.optional("address.postalCode", a.postalCode(), 16),
        fields.needed("address.street", a.street(), 96),
        fields.optional("address.number", a.number(), 16),
        fields.optional("address.building", a.building(), 64),
        fields.optional("address.floor", a.floor(), 16),
        fields.optional("address.room", a.room(), 32));
  }

  private static @Nullable Double degrees(
      Fields fields, String field, @Nullable Double value, double most) {
    if (value != null && !(Math.abs(value) <= most)) {
      fields.problem(field, "must be between -" + (int) most + " and " + (int) most);
    }
    return value;
  }

  /** Twelve small digits, whatever is between them. */
  private static String mac(Fields fields, String at, String text) {
    String digits = text.replaceAll("[:.\\- ]", "").toLowerCase(Locale.ROOT);
    if (digits.length() != MAC_DIGITS || !digits.matches("[0-9a-f]+")) {
      fields.problem(at, "must be a MAC address, such as 00:15:65:aa:bb:cc");
    }
    return digits;
  }

  static EmergencyLocation location(SaveLocation l) {
    Double latitude = l.latitude();
    Double longitude = l.longitude();
    return new EmergencyLocation(
        l.name(),
        civic(l.address()),
        CallForm.text(l.note()),
        latitude == null || longitude == null
            ? null
            : new EmergencyLocation.Point(latitude, longitude),
        Fields.orEmpty(l.networks()).stream().map(IpNetwork::of).toList(),
        Fields.orEmpty(l.phones()),
        Fields.orEmpty(l.users()),
        l.callbackNumber());
  }

  /** It needs no name: the address is who lives there. */
  static EmergencyLocation home(Home home) {
    return new EmergencyLocation(
        "",
        civic(home.address()),
        CallForm.text(home.note()),
        null,
        List.of(),
        List.of(),
        List.of(),
        null);
  }

  private static CivicAddress civic(@Nullable Address a) {
    return a == null
        ? new CivicAddress("", "", "", "", "", "", "", "", "")
        : new CivicAddress(
            CallForm.text(a.country()),
            CallForm.text(a.state()),
            CallForm.text(a.city()),
            CallForm.text(a.postalCode()),
            CallForm.text(a.street()),
            CallForm.text(a.number()),
            CallForm.text(a.building()),
            CallForm.text(a.floor()),
            CallForm.text(a.room()));
  }

  /** The same for users of whom one has another extension, or is gone for null. */
  static SaveLocation renamed(SaveLocation l, String before, @Nullable String after) {
    List<String> users = new ArrayList<>();
    for (String user : Fields.orEmpty(l.users())) {
      if (!user.equalsIgnoreCase(before)) {
        users.add(user);
      } else if (after != null) {
        users.add(after);
      }
    }
    return new SaveLocation(
        l.name(),
        l.address(),
        l.note(),
        l.latitude(),
        l.longitude(),
        l.networks(),
        l.phones(),
        users,
        l.callbackNumber(),
        l.usual());
  }
}
