package org.belfry.appliance.turn;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLContext;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.BelongsToCalls;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.LocalAddresses;
import org.belfry.media.ice.Subnet;
import org.belfry.media.turn.PeerPolicy;
import org.belfry.media.turn.TurnCounter;
import org.belfry.media.turn.TurnSettings;
import org.belfry.media.turn.TurnSockets;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RelayAccess;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.sip.transport.Advertised;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.stereotype.Component;

/**
 * The STUN and TURN server of this site. Listens at each address of ours; relays at one a family,
 * which it calls by the public address in front where there is one.
 */
@Component
public class TurnService implements BelongsToCalls, RelayAccess, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TurnService.class);
  private static final Duration SITTING = Duration.ofHours(12);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int CONNECTIONS_OF_AN_ADDRESS = 100;

  private final BelfryProperties.Turn settings;
  private final DirectoryStore directory;
  private final UserCredentials credentials;
  private final InstantSource clock = InstantSource.system();
  private final @Nullable TurnSockets sockets;

  TurnService(
      BelfryProperties properties,
      Bootstrap groundwork,
      SiteIdentity site,
      DirectoryStore directory,
      Guard guard,
      SslBundles bundles) {
    this.settings = properties.turn();
    this.directory = directory;
    this.credentials =
        new UserCredentials(groundwork.data().secret("turn.key"), directory::current, guard, clock);
    this.sockets = settings.enabled() ? start(properties, groundwork, site, bundles) : null;
  }

  private @Nullable TurnSockets start(
      BelfryProperties properties, Bootstrap groundwork, SiteIdentity site, SslBundles bundles) {
    AtomicReference<SSLContext> certificate = new AtomicReference<>(context(bundles));
    bundles.addBundleUpdateHandler(Bootstrap.BUNDLE, changed -> certificate.set(context(bundles)));
    List<InetAddress> ours = groundwork.addresses().all();
    Advertised advertised = properties.sip().advertised();
    var listening =
        new TurnSockets.Listening(
            at(ours, settings.listenPort()),
            at(ours, settings.listenPort()),
            at(ours, settings.listenTlsPort()),
            certificate::get,
            relays(ours, advertised),
            settings.firstPort(),
            settings.lastPort(),
            settings.connections(),
            Math.min(settings.connections(), CONNECTIONS_OF_AN_ADDRESS),
            PATIENCE);
    var policy =
        PeerPolicy.of(
            denied(settings.deny()),
            reachable(ours, advertised),
            new PeerPolicy.Ports(properties.media().firstPort(), properties.media().lastPort()),
            new PeerPolicy.Ports(properties.media().webrtcPort(), properties.media().webrtcPort()),
            new PeerPolicy.Ports(settings.firstPort(), settings.lastPort()));
    try {
      TurnSockets started =
          TurnSockets.start(
              listening,
              TurnSettings.of(site.realm())
                  .withLimits(
                      settings.allocations(),
                      settings.allocationsPerUser(),
                      settings.kilobytesPerSecond() * 1000),
              policy,
              credentials,
              clock,
              new SecureRandom());
      LOG.info(
          "TURN server at {} (UDP), {} (TCP), {} (TLS)",
          started.udpAddresses(),
          started.tcpAddresses(),
          started.tlsAddresses());
      return started;
    } catch (IOException e) {
      String why = "the TURN server cannot have its ports: " + e.getMessage();
      if (settings.port() != null || settings.tlsPort() != null) {
        throw new CannotStart(why + ". Choose others with belfry.turn.port and tls-port.", e);
      }
      LOG.warn("There is no TURN server: {}", why);
      return null;
    }
  }

  private static SSLContext context(SslBundles bundles) {
    return bundles.getBundle(Bootstrap.BUNDLE).createSslContext();
  }

  private static List<InetSocketAddress> at(List<InetAddress> addresses, int port) {
    return port < 0
        ? List.of()
        : addresses.stream().map(address -> new InetSocketAddress(address, port)).toList();
  }

  /** One a family: the first that others can reach, else whatever there is. */
  private static List<TurnSockets.RelayAddress> relays(
      List<InetAddress> ours, Advertised advertised) {
    List<TurnSockets.RelayAddress> relays = new ArrayList<>();
    for (boolean ipv4 : List.of(true, false)) {
      ours.stream()
          .filter(address -> address instanceof Inet4Address == ipv4)
          .min((a, b) -> Boolean.compare(a.isLoopbackAddress(), b.isLoopbackAddress()))
          .map(address -> new TurnSockets.RelayAddress(address, advertised.outside(address)))
          .ifPresent(relays::add);
    }
    return relays;
  }

  /** With the IPv6 networks that we are in, unless the owner denies nothing. */
  private static List<Subnet> denied(List<String> settings) {
    List<Subnet> all = new ArrayList<>(settings.stream().map(Subnet::of).toList());
    if (!all.isEmpty()) {
      all.addAll(AttachedNetworks.now());
    }
    return all;
  }

  /** All of this machine, also those that we do not listen on: other programs do. */
  private static Set<InetAddress> reachable(List<InetAddress> ours, Advertised advertised) {
    Set<InetAddress> all = new HashSet<>(ours);
    all.addAll(LocalAddresses.of(null).all());
    advertised.addresses().forEach(each -> all.add(each.address()));
    return all;
  }

  @Override
  public Access accessOf(long userId, String host) {
    return directory.current().users().values().stream()
        .filter(user -> user.id() == userId)
        .findFirst()
        .map(user -> access(user, host))
        .orElseThrow(() -> new NotFound("user", userId));
  }

  @Override
  public Access accessOf(String extension, String host) {
    User user = directory.current().user(extension);
    if (user == null) {
      throw new NotFound("user", extension);
    }
    return access(user, host);
  }

  private Access access(User user, String host) {
    TurnSockets running = sockets;
    if (running == null) {
      throw new NotFound("TURN server of", user.extension());
    }
    String at = host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
    List<String> urls = new ArrayList<>();
    running.udpAddresses().stream()
        .findFirst()
        .ifPresent(udp -> {
          urls.add("stun:" + at + ":" + udp.getPort());
          urls.add("turn:" + at + ":" + udp.getPort() + "?transport=udp");
        });
    running.tcpAddresses().stream()
        .findFirst()
        .ifPresent(tcp -> urls.add("turn:" + at + ":" + tcp.getPort() + "?transport=tcp"));
    running.tlsAddresses().stream()
        .findFirst()
        .ifPresent(tls -> urls.add("turns:" + at + ":" + tls.getPort() + "?transport=tcp"));
    var issued = credentials.issue(user.extension(), clock.instant().plus(SITTING));
    return new Access(urls, issued.username(), issued.password(), SITTING.toSeconds());
  }

  /** A count since the start; 0 when there is no server. */
  long count(TurnCounter counter) {
    return sockets == null ? 0 : sockets.counters().of(counter);
  }

  /** Relayed ports that are lent just now. */
  long allocations() {
    return count(TurnCounter.ALLOCATED) - count(TurnCounter.RELEASED) - count(TurnCounter.EXPIRED);
  }

  @Override
  public void close() {
    if (sockets != null) {
      sockets.close();
    }
  }
}
