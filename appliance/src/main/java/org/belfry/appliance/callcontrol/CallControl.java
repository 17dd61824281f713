package org.belfry.appliance.callcontrol;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.appliance.cdr.MariaCdrSink;
import org.belfry.appliance.directory.DeviceCount;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.mediabridge.MediaBridge;
import org.belfry.appliance.registrations.MariaBindingJournal;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.Groundwork;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.SipServerProperties;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.auth.SecurityLog;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.registrar.KeepAlive;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.transport.PortTaken;
import org.belfry.pbx.trace.TraceProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Owns the SIP server: started after everything it needs, stopped before it, told of every new
 * snapshot.
 */
@Component
class CallControl implements SmartLifecycle, LiveUpdates, DeviceCount {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final Logger LOG = LoggerFactory.getLogger(CallControl.class);
  private static final Duration UPDATE_INTERVAL = Duration.ofMillis(300);

  /** As often as legs are measured. */
  private static final Duration SOUND_INTERVAL = Duration.ofSeconds(5);

  private final SipServer server;
  private final DirectoryStore directory;
  private final MediaBridge media;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ScheduledExecutorService updates =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("live-updates").daemon(true).factory());
  private @Nullable ScheduledFuture<?> teller;
  private @Nullable ScheduledFuture<?> soundTeller;
  private volatile boolean running;

  CallControl(
      BelfryProperties properties,
      Groundwork groundwork,
      SiteIdentity site,
      DirectoryStore directory,
      MariaBindingJournal bindings,
      MariaCdrSink cdrs,
      MediaBridge media,
      Guard guard,
      Resolver resolver,
      SslBundles bundles) {
    this.directory = directory;
    this.media = media;
    List<InetSocketAddress> listen =
        groundwork.addresses().all().stream()
            .map(a -> new InetSocketAddress(a, properties.sipPort()))
            .toList();
    SipServerProperties defaults =
        SipServerProperties.defaults(listen, site.realm(), groundwork.data().secret("sip.key"));
    int lanes = properties.sip().lanes() == 0 ? defaults.lanes() : properties.sip().lanes();
    this.server =
        new SipServer(
            defaults
                .withSha256First(properties.sip().sha256First())
                .withLanes(lanes)
                .withRegistrar(defaults.registrar().withKeepAlive(keepAlive(properties.sip())))
                .withFederation(
                    Federation.valueOf(properties.sip().federation().toUpperCase(Locale.ROOT)))
                .withEdge(Edge.properties(properties, groundwork))
                .withTrace(
                    TraceProperties.of(((long) properties.sip().traceMegabytes() << 20) / lanes)),
            bindings,
            cdrs,
            properties.media().anchor() ? media : MediaAnchor.NONE,
            audit(),
            guard,
            resolver);
    media.onMediaLost((callId, why) -> server.endCall(callId, CallRecord.Cause.MEDIA_LOST, why));
    media.onNoted(server::note);
    server.onChange(() -> changed.set(true));
    server.secure(Edge.identity(properties, groundwork));
    bundles.addBundleUpdateHandler(
        Groundwork.BUNDLE,
        changedBundle -> {
          server.secure(Edge.identity(properties, groundwork));
          LOG.info("SIP shows the new certificate");
        });
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
  private static SecurityLog audit() {
    return (source, user, method, reason) ->
        AUDIT.warn(
            "authentication failed source={} user={} method={} reason={}",
            source,
            clean(user),
            method,
            reason);
  }

  SipServer server() {
    return server;
  }

  @Override
  public void start() {
    try {
      server.start(directory.current());
    } catch (PortTaken e) {
      throw new CannotStart(String.valueOf(e.getMessage()), e);
    }
    teller =
        updates.scheduleWithFixedDelay(
            this::tellListeners, 0, UPDATE_INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    soundTeller =
        updates.scheduleWithFixedDelay(
            () -> changed.compareAndSet(false, media.calls() > 0),
            SOUND_INTERVAL.toMillis(),
            SOUND_INTERVAL.toMillis(),
            TimeUnit.MILLISECONDS);
    running = true;
  }

  @Override
  public void stop() {
    running = false;
    if (teller != null) {
      teller.cancel(false);
    }
    if (soundTeller != null) {
      soundTeller.cancel(false);
    }
    updates.shutdown();
    server.close();
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /**
   * Starts before and stops after the web server, so that pages never show a server that is gone.
   */
  @Override
  public int getPhase() {
    return SmartLifecycle.DEFAULT_PHASE - 3000;
  }

  @EventListener
  void on(DirectoryChanged event) {
    server.publish(event.directory());
    changed.set(true);
  }

  @Override
  public Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  @Override
  public Map<String, Integer> registeredDevices() {
    Map<String, Integer> counts = new HashMap<>();
    server.bindings().forEach((aor, its) -> counts.merge(key(aor), its.size(), Integer::sum));
    return counts;
  }

  private static String key(Aor aor) {
    return aor.user().toLowerCase(Locale.ROOT);
  }

  private void tellListeners() {
    if (!changed.getAndSet(false)) {
      return;
    }
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a page could not be told of a change", e);
      }
    }
  }

  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(64).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
