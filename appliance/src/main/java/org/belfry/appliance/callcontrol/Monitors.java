package org.belfry.appliance.callcontrol;

import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.cdr.MariaCdrSink;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.mediabridge.MediaBridge;
import org.belfry.appliance.registrations.MariaBindingJournal;
import org.belfry.pbx.admin.CallMonitor;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RegistrationMonitor;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.app.VoiceRuntime;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.sip.Aor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** What is going on right now, for people. */
@Component
class Monitors implements RegistrationMonitor, CallMonitor, SystemMonitor {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final String VERSION = "0.1.0";

  private final CallControl control;
  private final DirectoryStore directory;
  private final SiteIdentity site;
  private final MariaBindingJournal bindings;
  private final MariaCdrSink cdrs;
  private final MediaBridge media;
  private final VoiceRuntime voices;
  private final JdbcClient jdbc;

  Monitors(
      CallControl control,
      DirectoryStore directory,
      SiteIdentity site,
      MariaBindingJournal bindings,
      MariaCdrSink cdrs,
      MediaBridge media,
      VoiceRuntime voices,
      JdbcClient jdbc) {
    this.control = control;
    this.directory = directory;
    this.site = site;
    this.bindings = bindings;
    this.cdrs = cdrs;
    this.media = media;
    this.voices = voices;
    this.jdbc = jdbc;
  }

  @Override
  public List<RegistrationView> registrations() {
    Directory users = directory.current();
    List<RegistrationView> views = new ArrayList<>();
    control
        .server()
        .bindings()
        .forEach((aor, its) -> its.forEach(b -> views.add(view(aor, b, users))));
    views.sort(
        Comparator.comparing(RegistrationView::extension).thenComparing(RegistrationView::contact));
    return views;
  }

  @Override
  public void remove(String extension, String contact) {
    if (!control.server().removeBinding(new Aor(extension, site.domain()), contact)) {
      throw new NotFound("registration", extension + " at " + contact);
    }
  }

  @Override
  public List<LiveCallView> liveCalls() {
    return control.server().liveCalls().stream()
        .map(this::view)
        .sorted(Comparator.comparing(LiveCallView::startedAt))
        .toList();
  }

  private LiveCallView view(LiveCall c) {
    VoiceRuntime.RunningCall led = voices.runningCall(c.callId());
    return new LiveCallView(
        c.callId(),
        c.caller(),
        c.callerName(),
        c.callee(),
        c.calleeName(),
        LiveCallState.valueOf(c.state().name()),
        c.startedAt(),
        c.answeredAt(),
        led == null ? null : led.application(),
        led == null || led.step().isEmpty() ? null : led.step());
  }

  @Override
  public Map<String, List<LegQuality>> media(Collection<String> callIds) {
    return media.live(callIds);
  }

  @Override
  public void end(String callId) {
    LiveCall call =
        control.server().liveCalls().stream()
            .filter(c -> c.callId().equals(callId))
            .findFirst()
            .orElseThrow(() -> new NotFound("call", callId));
    if (call.answeredAt() == null) {
      throw new InvalidCommand(
          "callId", "the call has not been answered yet; try again once it is answered");
    }
    AUDIT.info(
        "call ended caller={} callee={} call={} by={}",
        clean(call.caller()),
        clean(call.callee()),
        clean(callId),
        who());
    control.server().endCall(callId, CallRecord.Cause.ENDED_BY_ADMIN, "ended by an administrator");
  }

  private static String who() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null ? "unknown" : clean(who.getName());
  }

  /** What phones and people may choose stays one word in the log. */
  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(128).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }

  @Override
  public SystemView system() {
    return new SystemView(
        VERSION,
        Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime()),
        site.domain(),
        control.server().listening(),
        databaseUp(),
        bindings.pending() + cdrs.pending());
  }

  private boolean databaseUp() {
    try {
      return jdbc.sql("select 1").query(Integer.class).single() == 1;
    } catch (DataAccessException e) {
      return false; // that is the answer
    }
  }

  private static RegistrationView view(Aor aor, Binding b, Directory users) {
    User user = users.user(aor.user());
    return new RegistrationView(
        user == null ? aor.user() : user.extension(),
        user == null ? "" : user.name(),
        b.contact(),
        b.hop().shown(),
        b.userAgent(),
        b.registeredAt(),
        b.expiresAt());
  }
}
