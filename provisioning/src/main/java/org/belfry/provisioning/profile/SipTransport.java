package org.belfry.provisioning.profile;

import java.util.Locale;

/** How a phone reaches its registrar. */
public enum SipTransport {
  UDP,
  TCP,
  TLS;

  /** The word in a SIP URI's transport parameter. */
  public String parameter() {
    return name().toLowerCase(Locale.ROOT);
  }
}
