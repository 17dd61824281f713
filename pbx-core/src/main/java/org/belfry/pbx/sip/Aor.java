package org.belfry.pbx.sip;

import java.util.Locale;

/**
 * Address-of-record: {@code sip:bob@pbx.example} as user and domain, both compared without regard
 * to case (our extensions are; RFC 3261 §10.3 step 5 leaves that to the registrar).
 */
public record Aor(String user, String domain) {
  public Aor {
    user = user.toLowerCase(Locale.ROOT);
    domain = domain.toLowerCase(Locale.ROOT);
  }

  @Override
  public String toString() {
    return "sip:" + user + "@" + domain;
  }
}
