package org.belfry.appliance.directory;

import java.time.ZoneId;
import org.belfry.appliance.system.BelfryProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The time zone that days of this site begin in, and times are told in. */
@Configuration(proxyBeanMethods = false)
class SiteZone {

  @Bean
  ZoneId zone(BelfryProperties properties) {
    String wanted = properties.zone();
    return wanted == null ? ZoneId.systemDefault() : ZoneId.of(wanted);
  }
}
