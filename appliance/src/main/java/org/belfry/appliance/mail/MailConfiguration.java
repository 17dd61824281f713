package org.belfry.appliance.mail;

import java.time.InstantSource;
import org.belfry.appliance.system.Groundwork;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.support.TransactionTemplate;

/** Puts together what sends mail. */
@Configuration(proxyBeanMethods = false)
class MailConfiguration {

  @Bean
  Outbox outbox(OutboxTable table) {
    return new Outbox(table, InstantSource.system());
  }

  @Bean
  Smtp smtp(Groundwork groundwork) {
    return new Smtp(groundwork.data().path());
  }

  @Bean
  Postman postman(
      OutboxTable table,
      Outbox outbox,
      MailSettings settings,
      Smtp smtp,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    return new Postman(
        table, outbox, settings::server, smtp, transaction, events, InstantSource.system());
  }
}
