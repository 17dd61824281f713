package org.belfry.pbx.sip.message;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.sip.DigestChallenge;
import org.jspecify.annotations.Nullable;

/** Reads digest challenges (RFC 3261 §25.1, {@code challenge}; RFC 7616 §3.3). */
final class Challenges {
  private static final String WHAT = "The challenge";

  private Challenges() {}

  /**
   * @param from behind the scheme's name
   */
  static DigestChallenge read(String text, int from) {
    String realm = null;
    String nonce = null;
    String opaque = null;
    String algorithm = null;
    String qop = null;
    boolean stale = false;
    AuthParameters walk = new AuthParameters(WHAT, text, from);
    while (walk.next()) {
      switch (walk.name()) {
        case "realm" -> realm = realm == null ? walk.value() : realm;
        case "nonce" -> nonce = nonce == null ? walk.value() : nonce;
        case "opaque" -> opaque = opaque == null ? walk.value() : opaque;
        case "algorithm" -> algorithm = algorithm == null ? walk.value() : algorithm;
        case "qop" -> qop = qop == null ? walk.value() : qop;
        case "stale" -> stale = walk.value().equalsIgnoreCase("true");
        default -> {} // domain, charset and what we do not know: overlooked (§3.3)
      }
    }
    return new DigestChallenge(
        present("realm", realm),
        present("nonce", nonce),
        opaque,
        algorithm == null ? "MD5" : algorithm,
        options(qop),
        stale);
  }

  private static String present(String name, @Nullable String value) {
    if (value == null) {
      throw new MalformedHeader(WHAT + " has no " + name);
    }
    return value;
  }

  private static List<String> options(@Nullable String qop) {
    if (qop == null) {
      return List.of();
    }
    List<String> options = new ArrayList<>(2);
    for (String option : qop.split(",")) {
      if (!option.isBlank()) {
        options.add(option.strip().toLowerCase(Locale.ROOT));
      }
    }
    return options;
  }
}
