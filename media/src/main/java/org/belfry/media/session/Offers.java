package org.belfry.media.session;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.sdp.negotiation.Encryption;
import org.belfry.media.sdp.negotiation.SideProfile;

/**
 * How media is offered to a device, one way after the other: no description says "in the clear or
 * encrypted" so that all phones understand it (RFC 4568 §7, RFC 5939 is hardly known), so one that
 * refuses the first gets another.
 */
final class Offers {
  private Offers() {}

  /** The ways to try, the first one first; never empty. */
  static List<SideProfile> to(Device device) {
    if (device.browser()) {
      return List.of(SideProfile.WEBRTC);
    }
    List<SideProfile> ways = unknown(device);
    SideProfile speaks = device.speaks();
    if (speaks != null) {
      ways.remove(speaks);
      ways.addFirst(speaks);
    }
    return ways;
  }

  private static List<SideProfile> unknown(Device device) {
    List<SideProfile> ways = new ArrayList<>(3);
    if (device.encryption() != Encryption.REQUIRED) {
      ways.add(
          device.offersKeys() && device.encryption() == Encryption.ALLOWED
              ? SideProfile.SDES_OPTIONAL
              : SideProfile.PLAIN);
    }
    if (device.encryption() != Encryption.FORBIDDEN) {
      ways.add(SideProfile.SDES_REQUIRED);
      // Keys that signalling carries keep fewer people out, and there are phones with DTLS that
      // accept
      // an offer of SDES and stay silent (baresip): who refused the first offer gets DTLS next.
      boolean dtlsFirst = device.encryption() == Encryption.ALLOWED;
      ways.add(dtlsFirst ? ways.size() - 1 : ways.size(), SideProfile.DTLS);
    }
    return ways;
  }

  /** For people. */
  static String name(SideProfile way) {
    if (!way.transport().isSecure()) {
      return "media in the clear";
    }
    return way.transport().isDtls() ? "keys by DTLS" : "keys by SDES";
  }
}
