package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How the ways to the telephone network stand right now. */
public interface TrunkMonitor {

  /** All trunks, those that are switched off too, by name. */
  List<TrunkView> trunks();

  /**
   * Looks for the trunk's server and asks it anew at once, without waiting for the time of the next
   * try. Calls go on; what comes of it shows in {@link #trunks}.
   *
   * @throws NotFound when there is no such trunk that is switched on
   */
  void tryNow(String trunk);

  /** The state in a word. */
  enum TrunkState {
    OFF,
    /** Looks for the provider's server, or has asked it. */
    TRYING,
    REGISTERED,
    /** Without registration: its server answers. */
    UP,
    /** Did not work; tries again by itself. */
    FAILED,
    /** The provider said no: somebody has to change something. */
    REFUSED,
    /** Ends its registration. */
    STOPPING
  }

  /**
   * @param usable true when calls can be sent by it
   * @param since when the state last changed; null when it is off
   * @param server the one that takes calls, {@code udp:198.51.100.1:5060}, or null
   * @param expiresAt when its registration runs out unless it is renewed, or null
   * @param nextTryAt when it tries again, or null
   * @param problemStatus SIP status of the last failure that nothing good has followed; null for
   *     none, or when there was no answer at all
   * @param problemReason the phrase that came with it, or null
   * @param problem the same as a sentence, or null
   * @param problemAt when that was, or null
   */
  record TrunkView(
      String name,
      TrunkState state,
      boolean usable,
      @Nullable Instant since,
      @Nullable String server,
      @Nullable Instant expiresAt,
      @Nullable Instant nextTryAt,
      @Nullable Integer problemStatus,
      @Nullable String problemReason,
      @Nullable String problem,
      @Nullable Instant problemAt) {}
}
