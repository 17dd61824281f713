package org.belfry.webui.fake;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingOnDemand;
import org.jspecify.annotations.Nullable;

/**
 * Recordings in memory; their sounds are nowhere. Only users 10xx, groups 6xx and sales are known.
 */
public final class FakeRecordings implements RecordingAdmin, RecordingOnDemand {
  private final List<RecordingView> recordings = new ArrayList<>();
  private final List<RuleView> rules = new ArrayList<>();
  private final Map<String, LiveRecordingView> live = new LinkedHashMap<>();
  private final Map<String, OwnCall> own = new LinkedHashMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private long lastId;

  public void clear() {
    live.clear();
    own.clear();
    recordings.clear();
    rules.clear();
  }

  public void recorded(String caller, String callee, Reason reason, String of) {
    recordings.addFirst(
        new RecordingView(
            ++lastId,
            "call",
            Instant.now().minusSeconds(5000 - 100 * lastId),
            312,
            5_000_000,
            caller,
            null,
            callee,
            null,
            null,
            reason,
            of,
            false));
  }

  void opens() {
    recorded("+493012345678", "700", Reason.QUEUE, "sales");
    recorded("1002", "+498912345", Reason.DEMAND, "");
    change(new RuleView(OwnerKind.QUEUE, "sales", When.ALWAYS, true, false));
    recorded("1001", "+4940555123", Reason.DEMAND, "");
    change(new RuleView(OwnerKind.USER, "1002", When.ON_DEMAND, true, false));
    change(new RuleView(OwnerKind.USER, "1001", When.ON_DEMAND, true, true));
  }

  @Override
  public List<RuleView> rules() {
    return List.copyOf(rules);
  }

  @Override
  public RuleView rule(OwnerKind kind, String name) {
    return rules.stream()
        .filter(r -> r.kind() == kind && r.name().equals(name))
        .findFirst()
        .orElse(RuleView.usual(kind, name));
  }

  @Override
  public RuleView change(RuleView rule) {
    if (!rule.name().matches("10..|6..|sales")) {
      throw new NotFound("owner", rule.name());
    }
    rules.removeIf(r -> r.kind() == rule.kind() && r.name().equals(rule.name()));
    rules.add(rule);
    return rule;
  }

  @Override
  public RecordingPage recordings(Search search, int offset, int limit) {
    String text = search.text() == null ? "" : search.text().toLowerCase(Locale.ROOT);
    List<RecordingView> found =
        recordings.stream()
            .filter(r -> (r.caller() + " " + r.callee()).contains(text))
            .filter(r ->
                search.extension() == null
                    || List.of(r.caller(), r.callee()).contains(search.extension()))
            .toList();
    return new RecordingPage(found.stream().skip(offset).limit(limit).toList(), found.size());
  }

  @Override
  public RecordingView recording(long id) {
    return recordings.stream()
        .filter(r -> r.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("recording", id));
  }

  @Override
  public boolean mayHear(String extension) {
    return rule(OwnerKind.USER, extension).hear();
  }

  @Override
  public boolean mayHear(String extension, long id) {
    return mayHear(extension) && recording(id).caller().equals(extension);
  }

  @Override
  public Path sound(long id) {
    throw new NotFound("sound", id);
  }

  @Override
  public void delete(long id) {
    recordings.remove(recording(id));
  }

  /** A user of ours, whoever it is, talks to somebody. */
  public void talks(String callId, String with) {
    own.put(callId, new OwnCall(callId, with, State.OFF));
    listeners.forEach(Runnable::run);
  }

  @Override
  public List<LiveRecordingView> live() {
    return List.copyOf(live.values());
  }

  @Override
  public @Nullable LiveRecordingView command(String callId, Command command) {
    return record(callId, command, Reason.ADMINISTRATOR, "");
  }

  private @Nullable LiveRecordingView record(
      String callId, Command command, Reason reason, String of) {
    LiveRecordingView before = live.get(callId);
    if ((before == null) != (command == Command.START)) {
      throw new InvalidCommand("callId", "This call is not being recorded.");
    }
    if (command == Command.STOP) {
      live.remove(callId);
    } else {
      live.put(
          callId,
          new LiveRecordingView(callId, Instant.now(), command == Command.PAUSE, reason, of));
    }
    listeners.forEach(Runnable::run);
    return live.get(callId);
  }

  @Override
  public List<OwnCall> calls(String extension) {
    if (rule(OwnerKind.USER, extension).when() == When.NEVER) {
      return List.of();
    }
    return own.values().stream()
        .map(each -> new OwnCall(each.callId(), each.with(), state(live.get(each.callId()))))
        .toList();
  }

  private static State state(@Nullable LiveRecordingView now) {
    return now == null ? State.OFF : now.paused() ? State.PAUSED : State.ON;
  }

  @Override
  public void command(String extension, String callId, Command command) {
    if (calls(extension).stream().noneMatch(each -> each.callId().equals(callId))) {
      throw new NotFound("call", callId);
    }
    record(callId, command, Reason.DEMAND, extension);
  }

  @Override
  public LiveUpdates.Subscription onChange(Runnable listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }
}
