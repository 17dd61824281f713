package org.belfry.appliance.host;

import java.nio.file.Path;
import java.time.InstantSource;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.SshAdmin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins network and SSH of the machine to their files. */
@Configuration(proxyBeanMethods = false)
class HostNetworkConfiguration {

  @Bean
  HostNetworkAdmin hostNetworkAdmin(
      Bootstrap groundwork, OpenPorts ports, Seniority seniority, AuditTrail audit) {
    return new LiveHostNetwork(
        HostNetwork.of(System.getenv(), groundwork.data().path()),
        ports::now,
        seniority::owns,
        (before, after) -> audit.tell("network", "host", before, after),
        InstantSource.system());
  }

  /** The directory of root's is named by the unit of the package. */
  @Bean
  SshAdmin sshAdmin(Bootstrap groundwork, Seniority seniority, AuditTrail audit) {
    String told = System.getenv("BELFRY_HOST_SSH");
    return new LiveSsh(
        told == null ? null : Path.of(told),
        groundwork.data().path().resolve("ssh"),
        seniority::owns,
        (before, after) -> audit.tell("ssh", "", before, after),
        InstantSource.system());
  }
}
