package org.belfry.pbx.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an emergency centre would learn of a call, without calling it. */
public interface EmergencyPreview {

  /**
   * @param extension who would call
   * @param phone the MAC address of the phone; null or empty for none in particular
   * @param address that it speaks from; null or empty for where the user's phones are registered
   * @throws InvalidCommand when there is no such user, or the address is none
   */
  Preview preview(String extension, @Nullable String phone, @Nullable String address);

  /** Users whose location is not known, wherever their phones are registered now. */
  List<Person> unlocated();

  /** A user. */
  record Person(String extension, String name) {}

  /** How it is known where somebody is. */
  enum By {
    PHONE,
    NETWORK,
    USER,
    SITE,
    NOTHING
  }

  /**
   * @param number the emergency number
   * @param by how it is known where the caller is
   * @param detail the phone, the network or the extension that it is known by; else empty
   * @param location in one line; empty when it is not known
   * @param dispatchable whether it names a street and a city
   * @param ways in the order in which trunks are tried
   */
  record Preview(
      String extension,
      String name,
      String number,
      By by,
      String detail,
      String location,
      boolean dispatchable,
      List<Way> ways) {}

  /**
   * By one trunk.
   *
   * @param callbackNumber that the emergency centre sees; null for none
   * @param document the location object that is sent along (PIDF-LO); null for none
   */
  record Way(String trunk, @Nullable String callbackNumber, @Nullable String document) {}
}
