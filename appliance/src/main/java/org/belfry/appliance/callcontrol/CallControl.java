package org.belfry.appliance.callcontrol;

import java.time.Duration;
import java.time.Instant;
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
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.cdr.BegunCalls;
import org.belfry.appliance.directory.DeviceCount;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.host.Pulse;
import org.belfry.appliance.mailbox.MailboxChanged;
import org.belfry.appliance.mediabridge.MediaBridge;
import org.belfry.appliance.queue.AgentPhones;
import org.belfry.appliance.recording.CallRecorder;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.appliance.system.CannotStart;
import org.belfry.appliance.system.StartsBeforePages;
import org.belfry.pbx.SipServer;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.belfry.pbx.app.conference.Conferences;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.transport.PortTaken;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Owns the SIP server: started after everything it needs, stopped before it, told of every new
 * snapshot.
 */
@Component
class CallControl
    implements StartsBeforePages,
        ApplicationListener<PayloadApplicationEvent<?>>,
        LiveUpdates,
        DeviceCount,
        Pulse {
  private static final Logger LOG = LoggerFactory.getLogger(CallControl.class);
  private static final Duration UPDATE_INTERVAL = Duration.ofMillis(300);

  /** As often as legs are measured. */
  private static final Duration SOUND_INTERVAL = Duration.ofSeconds(5);

  private final SipServer server;
  private final DirectoryStore directory;
  private final MediaBridge media;
  private final Numbers numbers;
  private final FraudFuse fuse;
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final AtomicBoolean changed = new AtomicBoolean();
  private final ScheduledExecutorService updates =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("live-updates").daemon(true).factory());
  private @Nullable ScheduledFuture<?> teller;
  private @Nullable ScheduledFuture<?> soundTeller;
  private @Nullable ScheduledFuture<?> fuseTicker;
  private final ReentrantLock snapshots = new ReentrantLock();
  private long served; // the version
  private volatile boolean running;

  CallControl(
      SipServer server,
      DirectoryStore directory,
      MediaBridge media,
      Numbers numbers,
      VoiceRuntime voices,
      Conferences conferences,
      ObjectProvider<EmergencyCalls> emergencies,
      AgentPhones agents,
      CallRecorder recorder,
      BegunCalls begun,
      FraudFuse fuse,
      BelfryProperties properties,
      Bootstrap groundwork,
      SslBundles bundles) {
    this.server = server;
    this.directory = directory;
    this.media = media;
    this.numbers = numbers;
    this.fuse = fuse;
    agents.knownBy(server.liveState());
    media.onMediaLost((callId, why) -> server.endCall(callId, CallRecord.Cause.MEDIA_LOST, why));
    media.onNoted(server::note);
    server.onEmergency((note, callId) -> told(note, callId, emergencies));
    server.onAnswered(recorder::answered);
    server.onRecordKey(recorder::pressed);
    begun.watch(new Going(server));
    voices.runOn(server.programs());
    conferences.onChange(this::changed);
    server.onChange(() -> changed.set(true));
    server.secure(Edge.identity(properties, groundwork));
    bundles.addBundleUpdateHandler(
        Bootstrap.BUNDLE,
        changedBundle -> {
          server.secure(Edge.identity(properties, groundwork));
          LOG.info("SIP shows the new certificate");
        });
  }

  /** The calls of a server that go on. */
  private record Going(SipServer server) implements BegunCalls.Source {
    @Override
    public List<LiveCall> live() {
      return server.liveCalls();
    }

    @Override
    public boolean isLive(String callId, Instant startedAt) {
      LiveCall call = server.liveCall(callId);
      return call != null && call.startedAt().equals(startedAt);
    }
  }

  /** Who has to hear of emergency calls. */
  private void told(
      CallPlan.SideNote.Emergency e, String callId, ObjectProvider<EmergencyCalls> emergencies) {
    User user = directory.current().user(e.extension());
    EmergencyCalls.Called called =
        new EmergencyCalls.Called(
            callId,
            e.extension(),
            user == null ? null : user.name(),
            e.number(),
            e.where().text(),
            e.test());
    emergencies.forEach(each -> each.called(called));
  }

  /** Who watches a room sees it by its number or by its name. */
  private void changed(Conferences.View conference) {
    ConferenceRoom room = conference.focus().room();
    server.stateChanged(room.name());
    if (room.number() != null) {
      server.stateChanged(room.number());
    }
  }

  SipServer server() {
    return server;
  }

  @Override
  public boolean beats(Duration within) throws InterruptedException {
    return server.answers(within);
  }

  @Override
  public void start() {
    // A numbering plan takes a tenth of a second to load, for which no lane should wait.
    Directory first = directory.current();
    String country = first.dialPlan().country();
    numbers.emergency("112", country);
    numbers.read("+12025550123", country, null);
    try {
      server.start(first);
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
    fuseTicker =
        updates.scheduleWithFixedDelay(
            this::tickFuse,
            FraudFuse.TICK.toMillis(),
            FraudFuse.TICK.toMillis(),
            TimeUnit.MILLISECONDS);
    served = first.version();
    running = true;
    follow(); // what has changed meanwhile
    ProcessHandle.current().info().startInstant().ifPresent(CallControl::tell);
  }

  private static void tell(Instant started) {
    LOG.info("Calls can be made, {} ms after the start", started.until(Instant.now()).toMillis());
  }

  /** Outside calls that go on are counted, and ended where the fuse says so. */
  private void tickFuse() {
    try {
      for (String callId : fuse.tick(Instant.now())) {
        server.endCall(callId, CallRecord.Cause.FRAUD, "ended by the fraud fuse");
      }
    } catch (RuntimeException e) {
      LOG.error("outside calls could not be counted", e);
    }
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
    if (fuseTicker != null) {
      fuseTicker.cancel(false);
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

  /** From the moment it is made: calls come before whoever listens by annotation. */
  @Override
  public void onApplicationEvent(PayloadApplicationEvent<?> event) {
    switch (event.getPayload()) {
      case DirectoryChanged _ -> follow();
      case MailboxChanged of when running -> {
        server.stateChanged(of.extension());
        changed.set(true); // a message is filed after its call has ended, so nothing else may tell
      }
      default -> {} // of no call, or there are no calls yet
    }
  }

  /** Serves the store's snapshot: of two changes at once, neither can bring back the older. */
  private void follow() {
    snapshots.lock();
    try {
      Directory now = directory.current();
      if (running && now.version() != served) {
        server.publish(now);
        served = now.version();
        changed.set(true);
      }
    } finally {
      snapshots.unlock();
    }
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
}
