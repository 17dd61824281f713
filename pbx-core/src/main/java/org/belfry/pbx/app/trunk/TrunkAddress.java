package org.belfry.pbx.app.trunk;

import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * A number by a trunk, as a URI within this process: {@code
 * sip:+4930123@pbx.example;trunk=berlin;caller=%2B4930555}. Outbound it is whom the trunk is to
 * call; inbound it is what was dialled, and by which trunk it came.
 *
 * @param number E.164, or as dialled
 * @param caller the number that the callee sees, or null for the trunk's own
 */
public record TrunkAddress(String trunk, String number, @Nullable String caller) {
  private static final String TRUNK = "trunk";
  private static final String CALLER = "caller";

  /** What a URI says, or null when it names no trunk. */
  public static @Nullable TrunkAddress of(SipUri uri) {
    String trunk = uri.params().get(TRUNK);
    String number = uri.user();
    return trunk == null || number == null
        ? null
        : new TrunkAddress(trunk, number, uri.params().get(CALLER));
  }

  /** The URI. */
  public String uri(String domain) {
    return "sip:"
        + UserPart.escaped(number)
        + "@"
        + domain
        + ";"
        + TRUNK
        + "="
        + trunk
        + (caller == null ? "" : ";" + CALLER + "=" + caller.replace("+", "%2B"));
  }
}
