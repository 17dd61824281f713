package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;

/** The appliance itself, for the dashboard. */
public interface SystemMonitor {

  SystemView system();

  /**
   * @param domain the SIP domain phones should use
   * @param sipAddresses where phones can reach us, e.g. {@code udp:192.0.2.10:5060}
   * @param databaseUp false while calls go on without the database
   * @param pendingWrites journal entries waiting for the database
   */
  record SystemView(
      String version,
      Instant startedAt,
      String domain,
      List<String> sipAddresses,
      boolean databaseUp,
      int pendingWrites) {}
}
