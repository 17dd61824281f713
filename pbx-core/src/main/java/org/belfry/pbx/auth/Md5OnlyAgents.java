package org.belfry.pbx.auth;

import org.jspecify.annotations.Nullable;

/**
 * User agents that fail on a challenge with SHA-256 even when one with MD5 stands beside it,
 * against RFC 8760 §2.4. They are offered MD5 alone. Each entry is a prefix of the User-Agent
 * field, and was seen to fail.
 */
final class Md5OnlyAgents {
  private static final String[] PREFIXES = {
    "baresip v0.", // libre before 2.x ends the registration with "Function not implemented"
    "baresip v1.",
  };

  private Md5OnlyAgents() {}

  static boolean includes(@Nullable String userAgent) {
    if (userAgent == null) {
      return false;
    }
    for (String prefix : PREFIXES) {
      if (userAgent.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }
}
