package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Calls that wait in slots. */
public interface ParkAdmin {

  /** Those that wait now, by slot. */
  List<ParkedView> parked();

  /**
   * Rings the devices of a user; who answers has the call.
   *
   * @return the Call-ID of the call to the user
   * @throws NotFound when there is no such user, or nothing waits in the slot
   */
  String fetch(int slot, String extension);

  /**
   * @param number what is dialled to fetch it, or null when the site has no code for parking
   * @param callId of the leg that waits
   * @param who its address
   * @param parkedBy the extension of who parked it, or null when that is not known
   */
  record ParkedView(
      int slot,
      @Nullable String number,
      String callId,
      String who,
      @Nullable String parkedBy,
      Instant since) {}
}
