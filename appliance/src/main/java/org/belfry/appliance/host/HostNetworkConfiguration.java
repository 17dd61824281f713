package org.belfry.appliance.host;

import java.time.InstantSource;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.system.Groundwork;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Joins the network of the machine to its files. */
@Configuration(proxyBeanMethods = false)
class HostNetworkConfiguration {

  @Bean
  HostNetworkAdmin hostNetworkAdmin(Groundwork groundwork, OpenPorts ports, AuditTrail audit) {
    return new LiveHostNetwork(
        HostNetwork.of(System.getenv(), groundwork.data().path()),
        ports::now,
        (before, after) -> audit.tell("network", "host", before, after),
        InstantSource.system());
  }
}
