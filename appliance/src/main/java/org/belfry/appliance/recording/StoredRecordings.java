package org.belfry.appliance.recording;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.recording.CallRecorder.CannotRecord;
import org.belfry.appliance.recording.CallRecorder.RecordingRequest;
import org.belfry.appliance.recording.RecordingTable.Row;
import org.belfry.appliance.recording.RecordingTable.Wanted;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.app.queue.Queue;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;

/** The commands on recordings. */
@Component
class StoredRecordings implements RecordingAdmin {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final int LIMIT_MAX = 500;
  private static final long NOBODY = -1;

  private final RecordingRules rules;
  private final RecordingTable table;
  private final RecordingFiles files;
  private final RecordingArchiver archiver;
  private final CallRecorder recorder;
  private final DirectoryStore directory;

  StoredRecordings(
      RecordingRules rules,
      RecordingTable table,
      RecordingFiles files,
      RecordingArchiver archiver,
      CallRecorder recorder,
      DirectoryStore directory) {
    this.rules = rules;
    this.table = table;
    this.files = files;
    this.archiver = archiver;
    this.recorder = recorder;
    this.directory = directory;
  }

  @Override
  public List<RuleView> rules() {
    return rules.all();
  }

  @Override
  public RuleView rule(OwnerKind kind, String name) {
    return rules.of(kind, existing(kind, name));
  }

  @Override
  public RuleView change(RuleView wanted) {
    String name = existing(wanted.kind(), wanted.name());
    RuleView rule =
        new RuleView(wanted.kind(), name, wanted.when(), wanted.announce(), wanted.hear());
    if (rule.hear() && rule.kind() != OwnerKind.USER) {
      throw new InvalidCommand("hear", "available for users only");
    }
    rules.save(rule);
    AUDIT.info(
        "recording of {} {} is {} announced={} heard={} by={}",
        rule.kind(),
        clean(rule.name()),
        rule.when(),
        rule.announce(),
        rule.hear(),
        who());
    return rule;
  }

  /** By what calls know it: a group by its number. */
  private String existing(OwnerKind kind, String name) {
    Directory now = directory.current();
    String known =
        switch (kind) {
          case USER -> now.user(name) != null && now.users().containsKey(name) ? name : null;
          case GROUP ->
              now.dialPlan().groups().values().stream()
                  .filter(group -> group.name().equals(name) || group.number().equals(name))
                  .map(RingGroup::number)
                  .findFirst()
                  .orElse(null);
          case TRUNK -> now.dialPlan().trunks().containsKey(name) ? name : null;
          case QUEUE -> now.dialPlan().service(Queue.APPLICATION, name) != null ? name : null;
        };
    if (known == null) {
      throw new NotFound(kind.name().toLowerCase(Locale.ROOT), name);
    }
    return known;
  }

  @Override
  public RecordingPage recordings(Search search, int offset, int limit) {
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    String text = search.text();
    Wanted wanted =
        new Wanted(
            text == null || text.isBlank() ? null : text.strip(),
            search.extension() == null ? null : id(search.extension()),
            search.from(),
            search.to());
    return new RecordingPage(
        table.page(wanted, offset, limit).stream().map(StoredRecordings::view).toList(),
        table.count(wanted));
  }

  private long id(String extension) {
    User user = directory.current().user(extension);
    return user == null ? NOBODY : user.id();
  }

  @Override
  public RecordingView recording(long id) {
    return view(row(id));
  }

  @Override
  public boolean mayHear(String extension) {
    return rules.of(OwnerKind.USER, extension).hear();
  }

  @Override
  public boolean mayHear(String extension, long id) {
    RecordingMetadata metadata = row(id).metadata();
    Long user = id(extension);
    return mayHear(extension)
        && (user.equals(metadata.callerUser()) || user.equals(metadata.answeredUser()));
  }

  @Override
  public Path sound(long id) {
    Row row = row(id);
    Path file = files.kept(row.file());
    if (file == null || !Files.exists(file)) {
      throw new NotFound("sound of recording", id);
    }
    AUDIT.info(
        "recording heard id={} call={} caller={} callee={} by={}",
        id,
        clean(row.metadata().callId()),
        clean(row.metadata().caller()),
        clean(row.metadata().callee()),
        who());
    return file;
  }

  @Override
  public void delete(long id) {
    Row row = row(id);
    archiver.remove(row);
    AUDIT.info(
        "recording deleted id={} call={} caller={} callee={} by={}",
        id,
        clean(row.metadata().callId()),
        clean(row.metadata().caller()),
        clean(row.metadata().callee()),
        who());
  }

  @Override
  public List<LiveRecordingView> live() {
    return recorder.live();
  }

  @Override
  public @Nullable LiveRecordingView command(String callId, Command command) {
    if (!recorder.talks(callId)) {
      throw new NotFound("answered call", callId);
    }
    boolean done =
        switch (command) {
          case START -> started(callId);
          case STOP -> recorder.stop(callId);
          case PAUSE -> recorder.pause(callId, true);
          case RESUME -> recorder.pause(callId, false);
        };
    if (!done) {
      throw new InvalidCommand("callId", "This call is not being recorded.");
    }
    AUDIT.info("recording {} call={} by={}", command, clean(callId), who());
    return recorder.live(callId);
  }

  private boolean started(String callId) {
    try {
      recorder.begin(callId, new RecordingRequest(Reason.ADMINISTRATOR, "", false));
      return true;
    } catch (CannotRecord e) {
      throw new InvalidCommand("callId", String.valueOf(e.getMessage()));
    }
  }

  private Row row(long id) {
    return table.byId(id).orElseThrow(() -> new NotFound("recording", id));
  }

  private static RecordingView view(Row row) {
    RecordingMetadata metadata = row.metadata();
    return new RecordingView(
        row.id(),
        metadata.callId(),
        metadata.startedAt(),
        row.length().toMillis() / 1000.0,
        row.bytes(),
        metadata.caller(),
        metadata.callerName(),
        metadata.callee(),
        metadata.calleeName(),
        metadata.answeredBy(),
        metadata.reason(),
        metadata.of(),
        metadata.cut());
  }

  private static String who() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null ? "unknown" : clean(who.getName());
  }

  /** What phones and people may choose stays one word in the log. */
  static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(128).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
