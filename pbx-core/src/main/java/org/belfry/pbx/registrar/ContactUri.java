package org.belfry.pbx.registrar;

import java.util.Objects;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;

/** Comparison of Contact URIs (RFC 3261 §19.1.4). */
final class ContactUri {
  private static final String[] DISTINGUISHING = {"transport", "user", "maddr", "ttl", "method"};

  private ContactUri() {}

  /** What two spellings of one place have in common: user, host and port. */
  static String place(SipUri uri) {
    return uri.user() + "@" + uri.host() + ":" + uri.port();
  }

  static boolean same(String a, String b) {
    return a.equals(b) || same(Grammar.uri(a), Grammar.uri(b));
  }

  static boolean same(SipUri a, SipUri b) {
    if (!a.scheme().equals(b.scheme())
        || !Objects.equals(a.user(), b.user())
        || !a.host().equals(b.host())
        || a.port() != b.port()) {
      return false;
    }
    // §19.1.4: these differ also when only one URI has them; others only when both have them.
    for (String name : DISTINGUISHING) {
      String left = a.params().get(name);
      String right = b.params().get(name);
      if (left == null ? right != null : !left.equalsIgnoreCase(right)) {
        return false;
      }
    }
    for (var param : a.params().entrySet()) {
      String other = b.params().get(param.getKey());
      if (other != null && !other.equalsIgnoreCase(param.getValue())) {
        return false;
      }
    }
    return true;
  }
}
