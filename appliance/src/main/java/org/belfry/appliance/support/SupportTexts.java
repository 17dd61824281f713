package org.belfry.appliance.support;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkView;
import org.belfry.pbx.admin.SettingsAdmin.SettingView;
import org.belfry.pbx.admin.StorageMonitor.StorageView;
import org.belfry.pbx.admin.SystemMonitor.SystemView;
import org.belfry.pbx.admin.TrunkMonitor.TrunkView;

/**
 * The texts of a bundle but the log: views of pages, a line each. Names of people are not in it.
 */
final class SupportTexts {
  private final SupportSources.Appliance appliance;
  private final SupportSources.Calls calls;

  SupportTexts(SupportSources sources) {
    this.appliance = sources.appliance();
    this.calls = sources.calls();
  }

  String about() {
    SystemView system = appliance.system().system();
    Runtime runtime = Runtime.getRuntime();
    return lines(
        "made " + Instant.now(),
        "belfry " + system.version(),
        "started " + system.startedAt(),
        "domain " + system.domain(),
        "listens " + system.sipAddresses(),
        "database " + (system.databaseUp() ? "up" : "away") + ", pending " + system.pendingWrites(),
        "java " + Runtime.version() + " " + System.getProperty("java.vm.name"),
        "system " + System.getProperty("os.name") + " " + System.getProperty("os.version"),
        "processors " + runtime.availableProcessors(),
        "heap " + (runtime.totalMemory() - runtime.freeMemory()) + " of " + runtime.maxMemory());
  }

  String health() {
    StringBuilder text = new StringBuilder();
    for (CheckView each : appliance.health().checks()) {
      text.append(each.level())
          .append("  ")
          .append(each.about())
          .append("  ")
          .append(each.sentence())
          .append('\n');
    }
    return text.toString();
  }

  String settings() {
    StringBuilder text = new StringBuilder();
    for (SettingView each : appliance.settings().settings().settings()) {
      text.append(each.name())
          .append('=')
          .append(each.inUse() == null ? "" : each.inUse())
          .append("  (")
          .append(each.source())
          .append(each.pending() ? ", after a restart: " + each.value() : "")
          .append(")\n");
    }
    return text.toString();
  }

  String storage() {
    StorageView storage = appliance.storage().storage();
    StringBuilder text =
        new StringBuilder("free " + storage.free() + " of " + storage.total() + " bytes\n");
    storage
        .parts()
        .forEach(each ->
            text.append(each.part() + " " + each.bytes() + " bytes, " + each.files() + " files\n"));
    return text.toString();
  }

  String network() {
    HostNetworkView network = appliance.network().network();
    StringBuilder text = new StringBuilder(network.hostname() + "\n");
    network
        .interfaces()
        .forEach(each ->
            text.append(each.name() + (each.up() ? " up " : " down ") + each.addresses() + "\n"));
    text.append("gateway " + network.gateway() + ", name servers " + network.nameServers() + "\n");
    network
        .ports()
        .forEach(each ->
            text.append(
                "open "
                    + each.protocol()
                    + " "
                    + each.first()
                    + "-"
                    + each.last()
                    + " "
                    + each.purpose()
                    + "\n"));
    return text.toString();
  }

  String trunks() {
    StringBuilder text = new StringBuilder();
    for (TrunkView each : calls.trunks().trunks()) {
      text.append(each.name() + "  " + each.state() + " since " + each.since());
      text.append("  at " + each.server());
      text.append(each.problem() == null ? "\n" : "  " + each.problem() + "\n");
    }
    return text.toString();
  }

  /** How many of which make are registered, and by which transport. */
  String phones() {
    Map<String, Integer> many = new TreeMap<>();
    calls
        .registrations()
        .registrations()
        .forEach(each -> {
          String source = each.source();
          String transport = source.substring(0, Math.max(0, source.indexOf(':')));
          many.merge(transport + "  " + each.userAgent(), 1, Integer::sum);
        });
    StringBuilder text = new StringBuilder();
    many.forEach((make, count) -> text.append(count + "  " + make + "\n"));
    return text.toString();
  }

  private static String lines(String... lines) {
    return String.join("\n", lines) + "\n";
  }
}
