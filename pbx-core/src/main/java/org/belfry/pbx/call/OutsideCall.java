package org.belfry.pbx.call;

import org.belfry.pbx.directory.Whereabouts;
import org.jspecify.annotations.Nullable;

/**
 * A call that a plan sends to the telephone network, as the plan decided it.
 *
 * @param payer the extension whose class of service allowed it; null for the site itself
 * @param trunk the trunk's name, or the peer's
 * @param number E.164 with {@code +}, or as dialled when it is none (short and emergency numbers)
 * @param shown the number that the called party sees; null to hide it
 * @param emergency whether nothing may stand in its way
 * @param lastResort whether the trunk is tried for the very reason that it seems to be down
 * @param toPeer whether it goes to a peer that leads to the telephone network
 * @param sent where the caller is, when the provider is to be told; else null
 * @param test whether it only tests how emergency calls go
 */
public record OutsideCall(
    @Nullable String payer,
    String trunk,
    String number,
    @Nullable String shown,
    boolean emergency,
    boolean lastResort,
    boolean toPeer,
    @Nullable Whereabouts sent,
    boolean test) {

  /** A call by a trunk. */
  public OutsideCall(
      @Nullable String payer,
      String trunk,
      String number,
      @Nullable String shown,
      boolean emergency) {
    this(payer, trunk, number, shown, emergency, false, false, null, false);
  }

  /** A call to a peer that leads to the telephone network; the number is as it was dialled. */
  public static OutsideCall toPeer(@Nullable String payer, String peer, String number) {
    return new OutsideCall(payer, peer, number, null, false, false, true, null, false);
  }

  /** Whether it may not be refused for others that last. */
  public boolean precedes() {
    return emergency && !test;
  }
}
