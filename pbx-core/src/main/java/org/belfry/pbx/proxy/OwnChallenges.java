package org.belfry.pbx.proxy;

import java.util.List;
import org.belfry.pbx.sip.DigestChallenge;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipResponse;

/**
 * Challenges with our realm in what somebody else answers (RFC 3261 §22.3 has a proxy pass on what
 * those behind it ask for). Who signs them signs for us: a phone could pass on a challenge that it
 * got here, for a request to a Contact of its choice, and call with the credentials it gets.
 */
public final class OwnChallenges {
  private OwnChallenges() {}

  /** Whether a response asks for a password of this realm. */
  public static boolean in(SipResponse response, String realm) {
    return (response.status() == 401 || response.status() == 407)
        && (any(response.headers(HeaderName.WWW_AUTHENTICATE), realm)
            || any(response.headers(HeaderName.PROXY_AUTHENTICATE), realm));
  }

  private static boolean any(List<String> lines, String realm) {
    return lines.stream().anyMatch(line -> names(line, realm));
  }

  private static boolean names(String line, String realm) {
    try {
      DigestChallenge challenge = Grammar.challenge(line);
      return challenge != null && challenge.realm().equalsIgnoreCase(realm);
    } catch (MalformedHeader e) {
      return line.contains(realm); // a phone may read what we cannot
    }
  }
}
