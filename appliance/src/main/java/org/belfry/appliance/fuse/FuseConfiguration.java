package org.belfry.appliance.fuse;

import java.time.Instant;
import java.time.ZoneId;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.trunk.FirstCall;
import org.belfry.pbx.app.trunk.FusedCalls;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.routing.Numbers;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Makes the fuse as it was before the restart, and the question before first calls. */
@Configuration(proxyBeanMethods = false)
class FuseConfiguration {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  @Bean
  FraudFuse fraudFuse(FuseStore store, MariaFuseJournal journal, ZoneId zone) {
    FraudFuse fuse = new FraudFuse(store.settings(zone), journal);
    fuse.restore(journal.restore(Instant.now()));
    return fuse;
  }

  @Bean
  OutsideCalls outsideCalls(FraudFuse fuse, DirectoryStore directory, Numbers numbers) {
    return new FusedCalls(fuse, numbers, () -> directory.current().dialPlan());
  }

  @Bean
  VoiceApplication firstCall(FraudFuse fuse, DirectoryStore directory, Numbers numbers) {
    return new FirstCall((number, extension) -> {
      DialPlan plan = directory.current().dialPlan();
      if (numbers.read(number, plan.country(), plan.areaCode())
          instanceof Numbers.Reading.Known known) {
        fuse.allow(FraudFuse.place(known.country()), Instant.now());
        AUDIT.info(
            "country called for the first time country={} user={}", known.country(), extension);
      }
    });
  }
}
