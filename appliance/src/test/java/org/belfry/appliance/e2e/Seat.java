package org.belfry.appliance.e2e;

import java.util.ArrayList;
import java.util.List;

/**
 * Where a phone stands.
 *
 * @param address its own address there
 * @param entry the command that runs another one there; empty for the machine itself
 */
record Seat(String address, List<String> entry) {
  static final Seat LOOPBACK = new Seat("127.0.0.1", List.of());

  static final Seat LOOPBACK_6 = new Seat("::1", List.of());

  /** Its address as it stands before a port. */
  String host() {
    return address.contains(":") ? "[" + address + "]" : address;
  }

  /** This command, run there. */
  List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(entry);
    all.addAll(command);
    return all;
  }
}
