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
      QueueFloor floor, DirectoryStore directory, VoiceCalls calls, Numbers plans) {
    CallBackNumbers numbers = new CallBackNumbers(directory::current, plans);
    CallBackCalls callBacks = new CallBackCalls(calls, numbers);
    floor.callsBackBy(
        (queue, agent, caller, time) -> callBacks.ring(floor.desk(), queue, agent, caller, time));
    return new QueueCalls(floor.desk(), directory::current, numbers);
  }

  @Bean
  VoiceApplication queueLogin(QueueFloor floor, DirectoryStore directory) {
    return codes(floor, directory).getFirst();
  }

  @Bean
  VoiceApplication queuePause(QueueFloor floor, DirectoryStore directory) {
    return codes(floor, directory).getLast();
  }

  private static List<VoiceApplication> codes(QueueFloor floor, DirectoryStore directory) {
    return new DutyCodes(floor.desk(), directory::current).applications();
  }
}
