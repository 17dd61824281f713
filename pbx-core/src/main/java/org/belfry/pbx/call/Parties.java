package org.belfry.pbx.call;

import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.jspecify.annotations.Nullable;

/** Addresses of those who talk. */
public final class Parties {
  private Parties() {}

  /** The user part of an address, or null. */
  public static @Nullable String user(String address) {
    try {
      return address.isEmpty() ? null : Grammar.nameAddr(address).uri().user();
    } catch (MalformedHeader e) {
      return null;
    }
  }

  /** A From or To value without its parameters. */
  public static String of(String value) {
    NameAddr address = Grammar.nameAddr(value);
    String display = address.display();
    String uri = "<" + address.uri().text() + ">";
    return display == null
        ? uri
        : '"' + display.replace("\\", "\\\\").replace("\"", "\\\"") + "\" " + uri;
  }
}
