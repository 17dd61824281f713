package org.belfry.appliance.callcontrol;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import org.belfry.appliance.cdr.MariaCdrSink;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.appliance.mediabridge.MediaBridge;
import org.belfry.appliance.registrations.MariaBindingJournal;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.SipPorts;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.VoiceApplication;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.park.ParkLimits;
import org.belfry.pbx.app.trunk.Countries;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.presence.MailboxSummaries;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.presence.PresenceProperties;
import org.belfry.pbx.presence.StateSource;
import org.belfry.pbx.presence.WatchPolicy;
import org.belfry.pbx.registrar.KeepAlive;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.SideNotes;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.trace.TraceProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The SIP server of this process: its settings, and the ports by which it reaches the rest. */
@Configuration
class SipServerConfiguration {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  /** Closed by {@link CallControl}, which knows when. */
  @Bean(destroyMethod = "")
  SipServer sipServer(SipServerProperties properties, SipPorts ports) {
    return new SipServer(properties, ports);
  }

  @Bean
  SipServerProperties sipServerProperties(
      BelfryProperties properties, Bootstrap groundwork, SiteIdentity site) {
    List<InetSocketAddress> listen =
        groundwork.addresses().all().stream()
            .map(a -> new InetSocketAddress(a, properties.sipPort()))
            .toList();
    SipServerProperties defaults =
        SipServerProperties.defaults(listen, site.realm(), groundwork.data().secret("sip.key"));
    int lanes = properties.sip().lanes() == 0 ? defaults.lanes() : properties.sip().lanes();
    return defaults
        .withSha256First(properties.sip().sha256First())
        .withLanes(lanes)
        .withRegistrar(defaults.registrar().withKeepAlive(keepAlive(properties.sip())))
        .withFederation(Federation.valueOf(properties.sip().federation().toUpperCase(Locale.ROOT)))
        .withEdge(Edge.properties(properties, groundwork))
        .withTrace(TraceProperties.of(((long) properties.sip().traceMegabytes() << 20) / lanes))
        .withParking(
            new ParkLimits(
                properties.park().returnAfter(),
                properties.park().again(),
                properties.park().longest()))
        .withTrunks(defaults.trunks().with(properties.trunk().probe(), properties.trunk().retry()));
  }

  @Bean
  SipPorts sipPorts(
      BelfryProperties properties,
      MariaBindingJournal bindings,
      MariaCdrSink cdrs,
      MediaBridge media,
      Guard guard,
      Resolver resolver,
      Presence presence,
      WaitingSound waiting,
      CplStore scripts,
      Numbers numbers,
      Countries countries,
      VoiceRuntime voices,
      ObjectProvider<VoiceApplication> applications,
      SideNotes notes,
      OutsideCalls outsideCalls,
      FailedLogIns failures) {
    return new SipPorts(
        bindings,
        cdrs,
        properties.media().anchor() ? media : MediaAnchor.NONE,
        audit(failures),
        guard,
        resolver,
        presence,
        applications.orderedStream().map(voices::taking).toList(),
        waiting,
        scripts,
        numbers,
        countries,
        notes,
        outsideCalls);
  }

  @Bean
  Presence presence(
      BelfryProperties properties,
      ObjectProvider<StateSource> watchedNames,
      ObjectProvider<MailboxSummaries> mailboxes) {
    return new Presence(
        PresenceProperties.DEFAULT
            .withSubscriptions(
                properties.presence().subscriptionsPerUser(), properties.presence().subscriptions())
            .telling(
                properties.presence().partialDialogs(), properties.presence().unsolicitedMailbox()),
        StateSource.of(watchedNames.orderedStream().toList()),
        mailboxes.getIfAvailable(() -> MailboxSummaries.NONE),
        properties.presence().watch().equals("own") ? WatchPolicy.OWN : WatchPolicy.COLLEAGUES);
  }

  private static KeepAlive keepAlive(BelfryProperties.Sip sip) {
    KeepAlive.Who who =
        switch (sip.keepAlive()) {
          case "off" -> KeepAlive.Who.NOBODY;
          case "all" -> KeepAlive.Who.EVERYBODY;
          default -> KeepAlive.Who.BEHIND_NAT;
        };
    return new KeepAlive(who, sip.keepAliveInterval(), sip.keepAliveMisses());
  }

  /** People read this: one line, the same words each time. */
  private static SecurityLog audit(FailedLogIns failures) {
    return (source, user, method, reason) -> {
      AUDIT.warn(
          "authentication failed source={} user={} method={} reason={}",
          source,
          clean(user),
          method,
          reason);
      failures.tell(Door.SIP, host(source), user);
    };
  }

  /** Of {@code udp:192.0.2.7:5060} or {@code tls:[2001:db8::7]:5061}. */
  static String host(String source) {
    String address = source.substring(source.indexOf(':') + 1);
    int port = address.lastIndexOf(':');
    String host = port < 0 ? address : address.substring(0, port);
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(64).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
