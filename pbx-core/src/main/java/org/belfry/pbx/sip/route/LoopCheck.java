package org.belfry.pbx.sip.route;

import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Via;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * Loop detection by the branch parameter (RFC 3261 §16.6 step 8, RFC 5393 §4.2.1): a branch of ours
 * ends in a hash of everything that decides where a request goes. The same hash in a Via of ours
 * means that it came round unchanged.
 */
final class LoopCheck {
  private static final int DIGITS = 8;

  private LoopCheck() {}

  static String hash(SipRequest request) {
    int h = request.uriText().hashCode();
    h = mix(h, request.callId());
    h = mix(h, String.valueOf(request.fromTag()));
    h = mix(h, String.valueOf(request.toTag()));
    h = mix(h, Long.toString(request.cseq().number()));
    h = mix(h, String.valueOf(request.header(HeaderName.PROXY_REQUIRE)));
    h = mix(h, String.valueOf(request.header(HeaderName.ROUTE)));
    String hex = Integer.toHexString(h);
    return "00000000".substring(hex.length()) + hex;
  }

  /** True when a Via below carries our mark and the same hash. */
  static boolean looped(SipRequest request, String ourMark) {
    String hash = null;
    for (String line : request.headers(HeaderName.VIA)) {
      if (!line.contains(ourMark)) {
        continue; // nearly all requests: nothing need be taken apart
      }
      if (hash == null) {
        hash = hash(request);
      }
      for (Via via : request.vias()) {
        String branch = via.branch();
        if (branch.startsWith(ourMark)
            && branch.regionMatches(branch.length() - DIGITS, hash, 0, DIGITS)) {
          return true;
        }
      }
      return false;
    }
    return false;
  }

  private static int mix(int h, String text) {
    return (h * 0x9E3779B1 ^ text.hashCode()) * 31 + 17;
  }
}
