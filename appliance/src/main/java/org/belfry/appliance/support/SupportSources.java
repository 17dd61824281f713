package org.belfry.appliance.support;

import java.nio.file.Path;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.CallLadders;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.LogMonitor;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SettingsAdmin;
import org.belfry.pbx.admin.StorageMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.admin.TrunkMonitor;
import org.springframework.stereotype.Component;

/**
 * Where a bundle comes from: views that pages show, which have no passwords, and the log.
 *
 * @param appliance how it is and how it is set up
 * @param calls what happened in calls
 */
@Component
record SupportSources(Appliance appliance, Calls calls) {

  /** How it is and how it is set up. */
  @Component
  record Appliance(
      SystemMonitor system,
      HealthMonitor health,
      SettingsAdmin settings,
      StorageMonitor storage,
      HostNetworkAdmin network,
      LogMonitor log) {}

  /** What happened in calls. */
  @Component
  record Calls(
      TrunkMonitor trunks,
      RegistrationMonitor registrations,
      CallHistory history,
      CallLadders ladders) {}

  /** The database's own log. */
  static Path databaseLog(Path data) {
    return data.resolve("database").resolve("log");
  }
}
