package org.belfry.appliance.phones;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.jspecify.annotations.Nullable;

/**
 * A phone as it is kept.
 *
 * @param mac null for a program
 * @param token the last part of its secret address
 * @param adminPassword of its own pages
 * @param users whose lines it has, by id, the main one first
 */
record Phone(
    long id,
    @Nullable Mac mac,
    Model model,
    String token,
    String adminPassword,
    Wishes wishes,
    List<Long> users) {

  Phone {
    users = List.copyOf(users);
  }

  /**
   * What was said about it, as the API has it.
   *
   * @param name for people
   */
  record Wishes(
      @Nullable String name,
      @Nullable String site,
      boolean plainHttp,
      Map<String, String> settings,
      List<PlacedKey> keys,
      Map<String, String> overrides) {}

  /** What people call it: its name, else its MAC address, else its model. */
  String shown() {
    return Objects.requireNonNullElseGet(
        wishes.name(), () -> mac == null ? model.name() : mac.shown());
  }

  /** Without secrets. */
  @Override
  public String toString() {
    return "Phone[" + id + " " + shown() + "]";
  }
}
