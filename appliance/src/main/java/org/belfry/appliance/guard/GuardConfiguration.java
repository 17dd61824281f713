package org.belfry.appliance.guard;

import java.time.Instant;
import java.util.List;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.sip.IpNetwork;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the guard, with its bans of before the restart. */
@Configuration(proxyBeanMethods = false)
class GuardConfiguration {

  @Bean
  Guard guard(BelfryProperties properties, MariaBanJournal journal, AllowList allowList) {
    BelfryProperties.Guard p = properties.guard();
    GuardProperties rest = GuardProperties.DEFAULT;
    List<IpNetwork> allow = allowList.all();
    Guard guard =
        new Guard(
            new GuardProperties(
                p.enabled(),
                p.attempts(),
                p.window(),
                p.banTime(),
                p.maxBanTime(),
                allow,
                rest.strangers(),
                rest.known(),
                rest.user()),
            journal);
    Instant now = Instant.now();
    guard.restore(journal.restore(now), now);
    return guard;
  }
}
