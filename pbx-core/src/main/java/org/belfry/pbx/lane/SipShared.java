package org.belfry.pbx.lane;

import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.auth.SessionCredentials;
import org.belfry.pbx.call.Application;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CdrSink;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.proxy.ProxyPorts;
import org.belfry.pbx.proxy.ProxySettings;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.registrar.RegistrationCounts;
import org.belfry.pbx.registrar.RegistrationObserver;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.belfry.pbx.trace.MessageCounts;

/**
 * What all lanes of a server share: ports, the current snapshot, the location service and the
 * counters.
 *
 * @param scripts takes the scripts that users upload with their registrations
 * @param media leads media of calls through us, or not
 * @param registrations is told of phones that have gone
 * @param resolver what is known of the DNS
 * @param dead servers that did not answer a while ago
 * @param planning where calls go
 * @param applications our own user agents, by their names
 * @param waiting what those hear who wait in a call of ours
 * @param trunks how they stand
 * @param outsideCalls decides about each call to the telephone network
 * @param changed run after registrations or calls have changed
 * @param presence what subscriptions live on
 * @param answers told of each call that is answered, on its lane
 * @param recordKeys asked when a phone wants its call recorded
 * @param sessions credentials of phones in pages
 */
public record SipShared(
    SipServerProperties properties,
    Supplier<Directory> directory,
    Location location,
    BindingJournal journal,
    CplStore scripts,
    CdrSink cdrs,
    MediaAnchor media,
    SecurityLog securityLog,
    Guard guard,
    RegistrationObserver registrations,
    SipNetwork network,
    Resolver resolver,
    DeadTargets dead,
    CallPlanning planning,
    TrunkStates trunks,
    OutsideCalls outsideCalls,
    Counters counters,
    Map<String, Application> applications,
    WaitingSound waiting,
    Runnable changed,
    Presence presence,
    Consumer<CallAnswered> answers,
    RecordKeys recordKeys,
    SessionCredentials sessions) {

  /** The same with another way out. */
  SipShared with(SipNetwork itsNetwork) {
    return new SipShared(
        properties,
        directory,
        location,
        journal,
        scripts,
        cdrs,
        media,
        securityLog,
        guard,
        registrations,
        itsNetwork,
        resolver,
        dead,
        planning,
        trunks,
        outsideCalls,
        counters,
        applications,
        waiting,
        changed,
        presence,
        answers,
        recordKeys,
        sessions);
  }

  /** What the proxies need of it. */
  ProxyPorts proxyPorts() {
    return new ProxyPorts(
        directory,
        location,
        planning,
        media,
        guard,
        presence.dialogs(),
        outsideCalls,
        new RoutedApplications(presence.dialogs()),
        cdrs,
        changed,
        answers,
        recordKeys,
        dead,
        new ProxySettings(
            properties.proxy(),
            properties.location().patience(),
            properties.callLimit(),
            properties.realm(),
            properties.federation(),
            properties.listen(),
            properties.edge().advertised(),
            properties.trace()));
  }

  /** Counts for people and alarms; names are the glossary's. */
  public record Counters(
      MessageCounts messages,
      LongAdder malformed,
      LongAdder strayResponses,
      LongAdder overload,
      LongAdder authenticationFailures,
      LongAdder faults,
      RegistrationCounts registrations) {
    public Counters() {
      this(
          new MessageCounts(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new LongAdder(),
          new RegistrationCounts());
    }
  }
}
