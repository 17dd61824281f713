package org.belfry.appliance.mailbox;

import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.app.voicemail.DepositApplication;
import org.belfry.pbx.app.voicemail.Mailboxes;
import org.belfry.pbx.app.voicemail.RetrievalApplication;
import org.belfry.pbx.app.voicemail.VoicemailLimits;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The two voice applications of a mailbox. */
@Configuration(proxyBeanMethods = false)
class VoicemailConfiguration {

  @Bean
  RetrievalApplication retrieval(Mailboxes mailboxes, BelfryProperties properties) {
    return new RetrievalApplication(mailboxes, limits(properties));
  }

  @Bean
  DepositApplication deposit(
      Mailboxes mailboxes, RetrievalApplication retrieval, BelfryProperties properties) {
    return new DepositApplication(mailboxes, limits(properties), retrieval);
  }

  private static VoicemailLimits limits(BelfryProperties properties) {
    return new VoicemailLimits(properties.voicemail().longest(), properties.voicemail().shortest());
  }
}
