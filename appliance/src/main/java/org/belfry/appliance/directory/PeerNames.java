package org.belfry.appliance.directory;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.names.ServerAddresses;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The addresses of peers that are known by a name: looked up again and again on a thread of its
 * own, so that the call path finds them in the snapshot. What the DNS does not say stays as it was.
 */
@Component
class PeerNames implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(PeerNames.class);
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private final ServerAddresses servers;
  private final Map<String, List<InetAddress>> known = new ConcurrentHashMap<>();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("peer-names").daemon(true).factory());
  private volatile Set<String> wanted = Set.of();
  private volatile Runnable listener = () -> {};

  PeerNames(ServerAddresses servers) {
    this.servers = servers;
    var _ =
        thread.scheduleWithFixedDelay(
            this::lookUp, AGAIN.toSeconds(), AGAIN.toSeconds(), TimeUnit.SECONDS);
  }

  /** What is known of a name; empty until it has been looked up. */
  List<InetAddress> addresses(String name) {
    return known.getOrDefault(name, List.of());
  }

  /**
   * Told on a thread of ours whenever peers have other addresses than before, and once at first.
   */
  void onMoved(Runnable told) {
    listener = told;
    thread.execute(told);
  }

  /** These names count from now on; new ones are looked up at once, elsewhere. */
  void watch(Set<String> names) {
    Set<String> before = wanted;
    wanted = Set.copyOf(names);
    known.keySet().retainAll(wanted);
    Set<String> added = new HashSet<>(names);
    added.removeAll(before);
    if (!added.isEmpty()) {
      try {
        thread.execute(this::lookUp);
      } catch (RejectedExecutionException e) {
        LOG.debug("the appliance is stopping; {} are not looked up", added);
      }
    }
  }

  private void lookUp() {
    boolean changed = false;
    for (String name : wanted) {
      try {
        List<InetAddress> found = servers.of(name);
        if (found == null) {
          LOG.warn("the DNS does not say where the peer {} is; what was known stays", name);
        } else if (!Set.copyOf(found).equals(Set.copyOf(addresses(name)))) {
          LOG.info("the peer {} is at {}", name, found);
          known.put(name, found);
          changed = true;
        }
      } catch (RuntimeException e) {
        LOG.warn("the peer {} could not be looked up", name, e);
      }
    }
    if (changed) {
      listener.run();
    }
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }
}
