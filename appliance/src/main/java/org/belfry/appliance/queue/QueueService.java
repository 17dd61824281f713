package org.belfry.appliance.queue;

import java.time.InstantSource;
import java.util.List;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.queue.CallDistributor;
import org.belfry.pbx.app.queue.Queue;
import org.belfry.pbx.app.queue.QueueEvent;
import org.belfry.pbx.directory.Directory;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.stereotype.Component;

/** Holds the desk of the queues and tells it of every new snapshot. */
@Component
public class QueueService
    implements ApplicationListener<PayloadApplicationEvent<DirectoryChanged>>, DisposableBean {
  private final DirectoryStore directory;
  private final QueueThread thread = new QueueThread();
  private final CallDistributor distributor;
  private volatile CallDistributor.@Nullable CallBacks callBacks;

  QueueService(DirectoryStore directory, AgentPhones phones, MariaQueueLog log) {
    this.directory = directory;
    this.distributor =
        new CallDistributor(
            InstantSource.system(),
            thread,
            phones,
            log,
            (queue, agent, caller, time) -> {
              CallDistributor.CallBacks now = callBacks;
              if (now == null) {
                happened(queue, agent, caller.id());
              } else {
                now.ring(queue, agent, caller, time);
              }
            });
    arrange(directory.current());
  }

  /** Before there is a server that calls, nobody is reached. */
  private void happened(Queue queue, Queue.Member agent, String caller) {
    distributor.happened(
        queue.name(), new QueueEvent.Refused(agent.agent(), caller, QueueEvent.Why.UNREACHABLE));
  }

  public CallDistributor distributor() {
    return distributor;
  }

  /** From now on this calls agents for callers who want to be called back. */
  public void callsBackBy(CallDistributor.CallBacks calls) {
    callBacks = calls;
  }

  /** From the moment it is made: calls come before whoever listens by annotation. */
  @Override
  public void onApplicationEvent(PayloadApplicationEvent<DirectoryChanged> event) {
    arrange(directory.current()); // an older one may come late
  }

  private void arrange(Directory directory) {
    List<Queue> queues =
        directory.dialPlan().services().values().stream()
            .filter(Queue.class::isInstance)
            .map(service -> (Queue) service)
            .toList();
    distributor.arrange(queues);
  }

  @Override
  public void destroy() {
    thread.close();
  }
}
