package org.belfry.appliance.names;

import java.time.InstantSource;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.sip.locate.NameServer;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.belfry.pbx.sip.locate.dns.DnsClient;
import org.belfry.pbx.sip.locate.dns.DnsClientProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The DNS of this process. */
@Configuration(proxyBeanMethods = false)
class NamesConfiguration {

  @Bean
  NameServer nameServer(BelfryProperties properties) {
    return new DnsClient(
        DnsClientProperties.defaults(properties.dns().addresses()), InstantSource.system());
  }

  @Bean
  Resolver resolver(NameServer nameServer) {
    return new Resolver(nameServer, InstantSource.system(), ResolverLimits.DEFAULT);
  }
}
