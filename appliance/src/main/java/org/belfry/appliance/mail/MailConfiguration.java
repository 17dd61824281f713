package org.belfry.appliance.mail;

import java.time.InstantSource;
import org.belfry.appliance.system.Bootstrap;
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
  Smtp smtp(Bootstrap groundwork) {
    return new Smtp(groundwork.data().path());
  }

  @Bean
  OutboxSender outboxSender(
      OutboxTable table,
      Outbox outbox,
      MailSettings settings,
      Smtp smtp,
      TransactionTemplate transaction,
      ApplicationEventPublisher events) {
    return new OutboxSender(
        table, outbox, settings::server, smtp, transaction, events, InstantSource.system());
  }
}
