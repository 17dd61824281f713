package org.belfry.appliance.support;

import java.time.InstantSource;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.LogMonitor;
import org.belfry.pbx.admin.StorageMonitor;
import org.belfry.pbx.admin.SupportAdmin;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Joins what owners look at to the files of this appliance. */
@Configuration(proxyBeanMethods = false)
class SupportConfiguration {

  @Bean
  LogMonitor logMonitor(Bootstrap groundwork) {
    return new LogFiles(groundwork.data().path().resolve("log"));
  }

  @Bean
  StorageMonitor storageMonitor(Bootstrap groundwork, JdbcClient jdbc) {
    return new DiskUse(
        groundwork.data().path(),
        new PersonalUse(jdbc)::largest,
        InstantSource.system(),
        DiskUse.FILES_MAX);
  }

  @Bean
  SupportAdmin supportAdmin(
      SupportSources sources, Bootstrap groundwork, Seniority seniority, AuditTrail audit) {
    return new SupportBundle(
        sources,
        groundwork.data().path(),
        seniority::owns,
        traces -> audit.tell("support_bundle", "", null, new Made(traces)));
  }

  /** A bundle as the audit log tells it. */
  private record Made(boolean traces) {}
}
