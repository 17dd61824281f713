package org.belfry.appliance.host;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.LocalAddresses;
import org.belfry.appliance.system.RestartAsked;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Starts Belfry anew when this machine is reached by another address than at the start: a cable
 * that was plugged in later, a DHCP server that was slow or gives another one. Sockets, names and
 * the certificate are those of the start. Does nothing where {@code belfry.bind} says which
 * addresses are served.
 */
@Component
class AddressWatch implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AddressWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(5);

  /** Nobody has it (RFC 5737); the kernel says which address of ours it would be called from. */
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("192.0.2.1");

  private final List<InetAddress> served;
  private final boolean chosen;
  private final CallMonitor calls;
  private final ApplicationEventPublisher events;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("addresses").daemon(true).factory());
  private @Nullable Move seen;
  private boolean told;

  /**
   * A change of addresses.
   *
   * @param to where this machine is reached now
   * @param complete whether none that it was reached by before is left
   */
  record Move(InetAddress to, boolean complete) {}

  AddressWatch(
      Bootstrap groundwork,
      BelfryProperties properties,
      CallMonitor calls,
      ApplicationEventPublisher events) {
    this.served = groundwork.addresses().all();
    this.chosen = properties.bind() != null && !properties.bind().isBlank();
    this.calls = calls;
    this.events = events;
  }

  @EventListener(ApplicationReadyEvent.class)
  void ready() {
    if (!chosen) {
      var _ =
          clock.scheduleWithFixedDelay(
              this::look, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void look() {
    try {
      Move move = move(served, LocalAddresses.of(null).all(), wayOut());
      Move before = seen;
      seen = move;
      // What is there twice is there to stay, and the other interface or IPv6 has come too.
      if (told || move == null || !move.equals(before)) {
        return;
      }
      if (move.complete() || calls.liveCalls().isEmpty()) {
        told = true;
        events.publishEvent(
            new RestartAsked("this machine is reached by " + AddressText.of(move.to()) + " now"));
      }
    } catch (RuntimeException e) { // else nobody would look again
      LOG.warn("the addresses of this machine cannot be looked at: {}", e.toString());
    }
  }

  /**
   * What has changed since the start, or null when it changes nothing for others.
   *
   * @param wayOut by which this machine calls others; null when it cannot
   */
  static @Nullable Move move(
      List<InetAddress> served, List<InetAddress> present, @Nullable InetAddress wayOut) {
    boolean left = served.stream().anyMatch(each -> reachable(each) && present.contains(each));
    // Of IPv6 a new one may only be the next temporary address (RFC 8981).
    if (wayOut instanceof Inet4Address
        && reachable(wayOut)
        && present.contains(wayOut) // so the next start serves it: not again and again
        && !served.contains(wayOut)) {
      return new Move(wayOut, !left);
    }
    return left
        ? null
        : present.stream()
            .filter(each -> reachable(each) && !served.contains(each))
            .findFirst()
            .map(each -> new Move(each, true))
            .orElse(null);
  }

  private static boolean reachable(InetAddress address) {
    return !address.isLoopbackAddress() && !address.isAnyLocalAddress();
  }

  /** Nothing is sent. */
  private static @Nullable InetAddress wayOut() {
    try (DatagramChannel asked = DatagramChannel.open()) {
      asked.connect(new InetSocketAddress(ELSEWHERE, 9));
      return asked.getLocalAddress() instanceof InetSocketAddress local ? local.getAddress() : null;
    } catch (IOException e) {
      return null; // no way out
    }
  }

  @Override
  public void destroy() {
    clock.shutdownNow();
  }
}
