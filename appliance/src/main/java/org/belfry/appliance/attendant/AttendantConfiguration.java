package org.belfry.appliance.attendant;

import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.ivr.AttendantCalls;
import org.belfry.pbx.app.ivr.IvrStatistics;
import org.belfry.pbx.app.ivr.MailboxRecordings;
import org.belfry.pbx.app.ivr.WebServers;
import org.belfry.pbx.app.queue.QueueCalls;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes the calls of attendants. */
@Configuration(proxyBeanMethods = false)
class AttendantConfiguration {

  @Bean
  VoiceApplication attendantCalls(
      DirectoryStore directory,
      WebServers web,
      MailboxRecordings recordings,
      IvrStatistics passages,
      QueueCalls queues) {
    return new AttendantCalls(directory::current, web, recordings, passages, queues::run);
  }
}
