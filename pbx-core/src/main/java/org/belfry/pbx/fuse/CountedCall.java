package org.belfry.pbx.fuse;

import org.belfry.pbx.directory.NumberClass;
import org.jspecify.annotations.Nullable;

/**
 * A call that is about to leave by a trunk, or to a peer that leads to the telephone network.
 *
 * @param id unique among calls that go on
 * @param callId by which it can be ended; several may share it, such as those of a group
 * @param payer the extension of the user who pays for it, or null when the site does
 * @param trunk the trunk's name, or the peer's
 * @param number E.164 with {@code +}, or as dialled when it is none
 * @param country ISO 3166 code, or null when the number belongs to none
 * @param home whether that is the site's own country
 * @param toPeer whether it goes to a peer
 */
public record CountedCall(
    String id,
    String callId,
    @Nullable String payer,
    String trunk,
    String number,
    NumberClass kind,
    @Nullable String country,
    boolean home,
    boolean toPeer) {

  /** The code of numbers that belong to no country: satellites and international networks. */
  public static final String NO_COUNTRY = "ZZ";

  /** A call by a trunk. */
  public CountedCall(
      String id,
      String callId,
      @Nullable String payer,
      String trunk,
      String number,
      NumberClass kind,
      @Nullable String country,
      boolean home) {
    this(id, callId, payer, trunk, number, kind, country, home, false);
  }

  String place() {
    return FraudFuse.place(country);
  }
}
