package org.belfry.appliance.queue;

import java.util.List;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.app.queue.CallBackCalls;
import org.belfry.pbx.app.queue.CallBackNumbers;
import org.belfry.pbx.app.queue.DutyCodes;
import org.belfry.pbx.app.queue.QueueCalls;
import org.belfry.pbx.routing.Numbers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What takes the calls of queues and of their agents, and calls agents. */
@Configuration(proxyBeanMethods = false)
class QueueConfiguration {

  @Bean
  QueueCalls queueCalls(
      QueueService service, DirectoryStore directory, VoiceCalls calls, Numbers plans) {
    CallBackNumbers numbers = new CallBackNumbers(directory::current, plans);
    CallBackCalls callBacks = new CallBackCalls(calls, numbers);
    service.callsBackBy((queue, agent, caller, time) ->
        callBacks.ring(service.distributor(), queue, agent, caller, time));
    return new QueueCalls(service.distributor(), directory::current, numbers);
  }

  @Bean
  VoiceApplication queueLogin(QueueService service, DirectoryStore directory) {
    return codes(service, directory).getFirst();
  }

  @Bean
  VoiceApplication queuePause(QueueService service, DirectoryStore directory) {
    return codes(service, directory).getLast();
  }

  private static List<VoiceApplication> codes(QueueService service, DirectoryStore directory) {
    return new DutyCodes(service.distributor(), directory::current).applications();
  }
}
