package org.belfry.pbx.registrar;

import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;

/** Which Contacts are followed that name another address than their phone speaks from. */
@FunctionalInterface
public interface Elsewhere {
  /** None: a phone is where it speaks from. */
  Elsewhere NOWHERE = (contact, from) -> false;

  /**
   * @param contact at another address than {@code from}
   * @param from where the REGISTER came from
   */
  boolean mayBe(SipUri contact, Hop from);
}
