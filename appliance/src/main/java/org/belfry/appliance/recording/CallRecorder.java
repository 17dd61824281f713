package org.belfry.appliance.recording;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.LongAdder;
import org.belfry.appliance.cdr.CallEnded;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.mediabridge.RecordedCalls;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.media.session.CallTap;
import org.belfry.media.session.NotRecordable;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.QueueEventType;
import org.belfry.pbx.admin.QueueMonitor.QueueEventView;
import org.belfry.pbx.admin.RecordingAdmin.LiveRecordingView;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.Reason;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.belfry.pbx.app.Prompt;
import org.belfry.pbx.app.Recorded;
import org.belfry.pbx.app.VoiceCalls;
import org.belfry.pbx.cdr.CallAnswered;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LiveCall;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Records calls whose users, groups, trunks or queues have them recorded always, from the answer
 * on, and those of which somebody wants it.
 */
@Component
public class CallRecorder implements CallEnded, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(CallRecorder.class);
  private static final int TALKING_MAX = 100_000;

  private final RecordedCalls sound;
  private final RecordingFiles files;
  private final RecordingArchiver archiver;
  private final RecordingRules rules;
  private final DirectoryStore directory;
  private final ObjectProvider<VoiceCalls> voices;
  private final Duration longest;
  private final InstantSource clock = InstantSource.system();
  private final Map<String, Talking> talking = new ConcurrentHashMap<>();
  private final Map<String, Live> live = new ConcurrentHashMap<>();

  /**
   * By a rule, and not begun: an answer that comes with the ACK (RFC 3261 §13.2.1) makes us wait
   * for the sound.
   */
  private final Map<String, RecordingRequest> wanted = new ConcurrentHashMap<>();

  private final LongAdder failed = new LongAdder();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private final LiveUpdates.Subscription queues;

  private record Talking(CallAnswered who, Instant since) {}

  /** One that is being made. */
  private record Live(CallTap tap, Path file, Instant since, RecordingRequest requested) {
    Live by(RecordingRequest other) {
      return new Live(tap, file, since, other);
    }
  }

  /**
   * What is wanted of a call.
   *
   * @param of whose rule it is; empty for none
   */
  record RecordingRequest(Reason reason, String of, boolean announce) {
    /** Somebody's wish, and no rule's: it may be taken back. */
    boolean demanded() {
      return reason == Reason.DEMAND;
    }
  }

  /** It cannot be; the message is a sentence for people. */
  public static final class CannotRecord extends Exception {
    private static final long serialVersionUID = 1L;

    CannotRecord(@Nullable String sentence) {
      super(sentence);
    }
  }

  CallRecorder(
      RecordedCalls sound,
      RecordingFiles files,
      RecordingArchiver archiver,
      RecordingRules rules,
      DirectoryStore directory,
      ObjectProvider<VoiceCalls> voices,
      QueueMonitor queueEvents,
      BelfryProperties properties) {
    this.sound = sound;
    this.files = files;
    this.archiver = archiver;
    this.rules = rules;
    this.directory = directory;
    this.voices = voices;
    this.longest = properties.recording().longest();
    this.queues = queueEvents.onEvent(this::happened);
    sound.onTalk(this::talked);
  }

  // ---- what happens to calls

  /** A call was answered; on its lane. */
  public void answered(CallAnswered call) {
    if (talking.size() < TALKING_MAX) {
      talking.put(call.call().callId(), new Talking(call, clock.instant()));
    }
    if (rules.isEmpty()) {
      return;
    }
    RecordingRequest requested = requested(call);
    if (requested != null) {
      soon(call.call().callId(), requested);
    }
  }

  /** An agent talks to who has waited. */
  void happened(QueueEventView event) {
    String callId = event.caller();
    if (event.type() == QueueEventType.ANSWERED && callId != null) {
      RuleView rule = rules.of(OwnerKind.QUEUE, event.queue());
      if (rule.when() == When.ALWAYS) {
        soon(callId, new RecordingRequest(Reason.QUEUE, event.queue(), rule.announce()));
      }
    }
  }

  @Override
  public void ended(CallRecord call) {
    talking.remove(call.callId());
    RecordingRequest requested = wanted.remove(call.callId());
    if (requested != null) {
      failed(call.callId(), requested, "its sound never ran through the server");
    }
  }

  /** Whose rules say that it is recorded; announced to the parties when one of them wants it. */
  private @Nullable RecordingRequest requested(CallAnswered call) {
    RecordingRequest first = null;
    first = and(first, OwnerKind.USER, call.caller());
    first = and(first, OwnerKind.USER, call.answeredBy());
    first = and(first, OwnerKind.GROUP, call.group());
    first = and(first, OwnerKind.TRUNK, call.fromTrunk());
    return and(first, OwnerKind.TRUNK, call.toTrunk());
  }

  private @Nullable RecordingRequest and(
      @Nullable RecordingRequest before, OwnerKind kind, @Nullable String name) {
    if (name == null) {
      return before;
    }
    RuleView rule = rules.of(kind, name);
    if (rule.when() != When.ALWAYS) {
      return before;
    }
    return before == null
        ? new RecordingRequest(Reason.valueOf(kind.name()), name, rule.announce())
        : new RecordingRequest(before.reason(), before.of(), before.announce() || rule.announce());
  }

  private void soon(String callId, RecordingRequest requested) {
    if (talking.containsKey(callId) && !takesOver(callId, requested) && !live.containsKey(callId)) {
      wanted.merge(callId, requested, (before, next) -> before.demanded() ? next : before);
      if (!talking.containsKey(callId)) {
        wanted.remove(callId); // it ended in between
      } else if (sound.canBegin(callId)) {
        talked(callId);
      }
    }
  }

  /**
   * A rule takes over what somebody has begun to record: it goes on, and nobody ends or pauses it.
   *
   * @return false when nothing is recorded, or nothing is to be changed
   */
  private boolean takesOver(String callId, RecordingRequest rule) {
    Live found = live.get(callId);
    if (rule.demanded() || found == null || !found.requested().demanded()) {
      return false;
    }
    if (!live.replace(callId, found, found.by(rule))) {
      return takesOver(callId, rule);
    }
    found.tap().pause(false);
    files.amend(found.file(), metadata(callId, rule, found.since()));
    tell();
    LOG.info("call={} goes on being recorded: {} {}", callId, rule.reason(), rule.of());
    return true;
  }

  /** Its sound can be recorded by now. On a thread of its own: disk and speech take their time. */
  private void talked(String callId) {
    RecordingRequest requested = wanted.remove(callId);
    if (requested != null) {
      Thread.ofVirtual().name("records-" + callId).start(() -> record(callId, requested));
    }
  }

  private void record(String callId, RecordingRequest requested) {
    try {
      begin(callId, requested);
    } catch (CannotRecord e) {
      if (!takesOver(callId, requested)) { // somebody was quicker
        failed(callId, requested, e.getMessage());
      }
    } catch (RuntimeException e) {
      failed.increment();
      LOG.error("call={} is not recorded by our own fault", callId, e);
    }
  }

  private void failed(String callId, RecordingRequest requested, @Nullable String why) {
    failed.increment();
    LOG.warn("call={} of {} is not recorded: {}", callId, requested.of(), why);
  }

  // ---- what somebody wants

  /** Calls that are answered and go on. */
  boolean talks(String callId) {
    return talking.containsKey(callId);
  }

  /**
   * Begins to record a call. May wait for the disk.
   *
   * @throws CannotRecord when it cannot be
   */
  void begin(String callId, RecordingRequest requested) throws CannotRecord {
    if (live.containsKey(callId)) {
      throw new CannotRecord("This call is being recorded already.");
    }
    if (!archiver.hasRoom()) {
      throw new CannotRecord("The disk is full: nothing can be recorded.");
    }
    Instant now = clock.instant();
    Path file;
    try {
      file = files.begin(metadata(callId, requested, now));
    } catch (IOException e) {
      throw new CannotRecord("The recording cannot be written: " + e.getMessage());
    }
    VoiceCalls calls = voices.getObject();
    try {
      CallTap tap =
          sound.begin(
              callId,
              file,
              longest,
              requested.announce() ? List.of(Prompt.phrase("call-recorded")) : List.of(),
              calls.language(),
              recorded -> ended(callId, file, recorded));
      live.put(callId, new Live(tap, file, now, requested));
      tell();
      if (!files.isOpen(file)) {
        live.remove(callId); // it was over at once
      }
      LOG.info("call={} is being recorded: {} {}", callId, requested.reason(), requested.of());
    } catch (NotRecordable e) {
      files.discard(file);
      throw new CannotRecord(e.getMessage());
    }
  }

  private RecordingMetadata metadata(String callId, RecordingRequest requested, Instant now) {
    Talking known = talking.get(callId);
    if (known == null) {
      return new RecordingMetadata(
          callId,
          now,
          "",
          null,
          "",
          null,
          null,
          null,
          null,
          requested.reason(),
          requested.of(),
          false);
    }
    CallAnswered who = known.who();
    LiveCall call = who.call();
    return new RecordingMetadata(
        callId,
        now,
        call.caller(),
        call.callerName(),
        call.callee(),
        call.calleeName(),
        who.answeredBy(),
        id(who.caller()),
        id(who.answeredBy()),
        requested.reason(),
        requested.of(),
        false);
  }

  private @Nullable Long id(@Nullable String extension) {
    User user = extension == null ? null : directory.current().user(extension);
    return user == null ? null : user.id();
  }

  /** On the thread that writes files. */
  private void ended(String callId, Path file, Recorded result) {
    files.done(file);
    live.computeIfPresent(callId, (id, each) -> each.file().equals(file) ? null : each);
    tell();
    if (result instanceof Recorded.Failed why) {
      failed.increment();
      LOG.warn("call={} the recording ended early: {}", callId, why.sentence());
    }
    archiver.ring();
  }

  /** False when it is not recorded. */
  boolean stop(String callId) {
    Live found = live.remove(callId);
    if (found != null) {
      found.tap().stop();
      tell();
    }
    return found != null;
  }

  boolean pause(String callId, boolean on) {
    Live found = live.get(callId);
    if (found != null) {
      found.tap().pause(on);
      tell();
    }
    return found != null;
  }

  /**
   * Begins or ends the recording of the call that a user is in, the latest of several.
   *
   * @return whether it is recorded now
   * @throws CannotRecord when it may not be, or cannot be
   */
  public boolean toggle(String extension) throws CannotRecord {
    RuleView rule = rules.of(OwnerKind.USER, extension);
    if (rule.when() == When.NEVER) {
      throw new CannotRecord("Your calls may not be recorded.");
    }
    String callId =
        talking.entrySet().stream()
            .filter(each -> isIn(each.getValue().who(), extension))
            .max(Comparator.comparing(each -> each.getValue().since()))
            .map(Map.Entry::getKey)
            .orElseThrow(() -> new CannotRecord("You are in no call that can be recorded."));
    Live found = live.get(callId);
    if (found == null && isRuled(callId)) {
      throw new CannotRecord("This call is always recorded.");
    }
    if (found == null) {
      begin(callId, new RecordingRequest(Reason.DEMAND, extension, rule.announce()));
      return true;
    }
    if (!found.requested().demanded()) {
      throw new CannotRecord("This call is always recorded.");
    }
    stop(callId);
    return false;
  }

  /**
   * A phone's record key; on the lane of the call. What cannot be recorded after all is told by the
   * log.
   */
  public RecordKeys.Answer pressed(String callId, @Nullable String extension, boolean on) {
    if (extension == null || !talking.containsKey(callId)) {
      return RecordKeys.Answer.NOT_HERE;
    }
    RuleView rule = rules.of(OwnerKind.USER, extension);
    Live found = live.get(callId);
    if (on) {
      if (found == null && rule.when() == When.NEVER) {
        return RecordKeys.Answer.FORBIDDEN;
      }
      if (found == null) {
        soon(callId, new RecordingRequest(Reason.DEMAND, extension, rule.announce()));
      }
      return RecordKeys.Answer.DONE;
    }
    if (isRuled(callId) || (found != null && !found.requested().demanded())) {
      return RecordKeys.Answer.FORBIDDEN; // always recorded
    }
    wanted.computeIfPresent(callId, (id, each) -> each.demanded() ? null : each);
    stop(callId);
    return RecordKeys.Answer.DONE;
  }

  /** A rule's recording waits for the sound. */
  private boolean isRuled(String callId) {
    RecordingRequest waiting = wanted.get(callId);
    return waiting != null && !waiting.demanded();
  }

  /** Answered calls of a user in progress, newest first. */
  List<CallAnswered> callsOf(String extension) {
    return talking.values().stream()
        .filter(each -> isIn(each.who(), extension))
        .sorted(Comparator.comparing(Talking::since).reversed())
        .map(Talking::who)
        .toList();
  }

  private static boolean isIn(CallAnswered call, String extension) {
    return extension.equals(call.caller()) || extension.equals(call.answeredBy());
  }

  /** The oldest first. */
  List<LiveRecordingView> live() {
    List<LiveRecordingView> all = new ArrayList<>();
    live.forEach((callId, each) -> all.add(view(callId, each)));
    all.sort(Comparator.comparing(LiveRecordingView::startedAt));
    return all;
  }

  @Nullable LiveRecordingView live(String callId) {
    Live found = live.get(callId);
    return found == null ? null : view(callId, found);
  }

  private static LiveRecordingView view(String callId, Live of) {
    return new LiveRecordingView(
        callId, of.since(), of.tap().paused(), of.requested().reason(), of.requested().of());
  }

  /** Tells when a recording began, ended, paused or resumed. */
  LiveUpdates.Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void tell() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.warn("a page was not told of a recording", e);
      }
    }
  }

  /** Recordings that did not come to be, or ended early, since the start. */
  long failed() {
    return failed.sum();
  }

  @Override
  public void destroy() {
    queues.close();
  }
}
