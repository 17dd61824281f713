package org.belfry.appliance.network;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.stereotype.Component;

/**
 * Tells monitoring whether dnsmasq runs. Without it new phones get no address, which is not nothing
 * and yet no reason to take the telephone system out of service: DEGRADED.
 */
@Component("dnsmasqHealthIndicator")
class DnsmasqHealth implements HealthIndicator {
  private static final Status DEGRADED =
      new Status("DEGRADED", "phones get no addresses or names from us");

  private final Dnsmasq dnsmasq;

  DnsmasqHealth(Dnsmasq dnsmasq) {
    this.dnsmasq = dnsmasq;
  }

  @Override
  public Health health() {
    if (!dnsmasq.isWanted()) {
      return Health.up().withDetail("wanted", false).build();
    }
    return Health.status(dnsmasq.runs() ? Status.UP : DEGRADED)
        .withDetail("pid", dnsmasq.pid())
        .withDetail("restarts", dnsmasq.restarts())
        .build();
  }
}
