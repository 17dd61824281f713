package org.belfry.pbx.identity;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;

/**
 * What a caller wants to keep to itself (RFC 3323 §4.2, RFC 3325 §9.3).
 *
 * @param wishes priv-values in lower case; empty when there is no Privacy field
 */
public record Privacy(Set<String> wishes) {
  private static final Privacy NONE = new Privacy(Set.of());

  public Privacy {
    wishes = Set.copyOf(wishes);
  }

  public static Privacy of(SipRequest request) {
    String text = request.header(HeaderName.PRIVACY);
    if (text == null) {
      return NONE;
    }
    Set<String> wishes = new HashSet<>();
    for (String line : request.headers(HeaderName.PRIVACY)) {
      for (String wish : line.split("[;,]")) {
        if (!wish.isBlank()) {
          wishes.add(wish.strip().toLowerCase(Locale.ROOT));
        }
      }
    }
    return new Privacy(wishes);
  }

  /**
   * True when the identity we assert must not leave the trust domain. A wish for user privacy goes
   * as far: who hides his name does not want it told by the network.
   */
  public boolean hidesIdentity() {
    return wishes.contains("id") || wishes.contains("user");
  }

  /**
   * True when the request must be refused rather than go on without what it wants (RFC 3323 §4.2,
   * {@code critical}): we hide the identity, but do not rewrite headers or bodies.
   */
  public boolean cannotBeGiven() {
    return wishes.contains("critical")
        && (wishes.contains("header") || wishes.contains("session") || wishes.contains("user"));
  }
}
