package org.belfry.pbx.admin;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Recordings of calls: whose are made, how those that are being made stand, what there is. */
public interface RecordingAdmin {

  /** Whose calls are recorded. */
  enum OwnerKind {
    USER,
    GROUP,
    TRUNK,
    QUEUE
  }

  enum When {
    /** Nobody but an administrator may have them recorded. */
    NEVER,
    /** Users may begin and end it themselves: during a call, each call anew. */
    ON_DEMAND,
    /** Each call, from its answer on. */
    ALWAYS
  }

  /** Why a recording was made. */
  enum Reason {
    USER,
    GROUP,
    TRUNK,
    QUEUE,
    /** Somebody in the call has asked for it. */
    DEMAND,
    /** An administrator has. */
    ADMINISTRATOR,
    CONFERENCE
  }

  /** What is to be done about a call's recording. */
  enum Command {
    START,
    STOP,
    PAUSE,
    RESUME
  }

  /**
   * All rules that somebody has made, by kind and name; for everybody else {@link When#NEVER}
   * counts.
   */
  List<RuleView> rules();

  /**
   * @param name the extension, the number or name of a group, the name of a trunk or queue
   * @throws NotFound when there is no such thing
   */
  RuleView rule(OwnerKind kind, String name);

  /**
   * @throws NotFound when there is no such thing
   * @throws InvalidCommand naming {@code hear} when it is no user
   */
  RuleView change(RuleView rule);

  /**
   * What there is, the newest first.
   *
   * @param limit 1 to 500
   * @throws InvalidCommand when offset or limit are out of range
   */
  RecordingPage recordings(Search search, int offset, int limit);

  /**
   * @throws NotFound when there is none with this id
   */
  RecordingView recording(long id);

  /** Whether a user may hear what was recorded of the own calls. */
  boolean mayHear(String extension);

  /**
   * Whether the user who has this extension now may hear this one: took part in it, and may hear
   * the own ones.
   *
   * @throws NotFound when there is none with this id
   */
  boolean mayHear(String extension, long id);

  /**
   * The file, WAV or Ogg/Opus, with the caller on its left and the callee on its right channel. Who
   * asks for it is written into the audit log.
   *
   * @throws NotFound when there is none with this id, or its file is gone
   */
  Path sound(long id);

  /**
   * Deletes it for good; who did is written into the audit log.
   *
   * @throws NotFound when there is none with this id
   */
  void delete(long id);

  /** Those that are being made, the oldest first. */
  List<LiveRecordingView> live();

  /**
   * Begins, ends, interrupts or goes on with the recording of a call.
   *
   * @return how it stands now; null when the call is not recorded any more
   * @throws NotFound when there is no such call
   * @throws InvalidCommand naming {@code callId}, with a sentence that says why it cannot be
   */
  @Nullable LiveRecordingView command(String callId, Command command);

  /**
   * @param name the extension, the number of a group, the name of a trunk or queue
   * @param announce whether both sides are told, before anything else is heard
   * @param hear whether a user may hear what was recorded of the own calls, whoever had it recorded
   */
  record RuleView(OwnerKind kind, String name, When when, boolean announce, boolean hear) {

    /** Of who was never spoken of. */
    public static RuleView usual(OwnerKind kind, String name) {
      return new RuleView(kind, name, When.NEVER, false, false);
    }
  }

  /**
   * What is looked for; null is anything.
   *
   * @param text part of a number or name of one of the two
   * @param extension of the user who took part, whatever extension that user had then
   * @param from inclusive
   * @param to exclusive
   */
  record Search(
      @Nullable String text,
      @Nullable String extension,
      @Nullable Instant from,
      @Nullable Instant to) {
    public static final Search ALL = new Search(null, null, null, null);
  }

  record RecordingPage(List<RecordingView> recordings, long total) {
    public RecordingPage {
      recordings = List.copyOf(recordings);
    }
  }

  /**
   * @param caller extension or number; for a conference its room
   * @param callee what was dialled
   * @param answeredBy extension of the user of ours who took the call, or null
   * @param of whose rule it was made by: an extension, the number of a group, the name of a trunk,
   *     queue or room; empty for none
   * @param seconds of sound
   * @param cut whether it ended because the server did
   */
  record RecordingView(
      long id,
      String callId,
      Instant startedAt,
      double seconds,
      long bytes,
      String caller,
      @Nullable String callerName,
      String callee,
      @Nullable String calleeName,
      @Nullable String answeredBy,
      Reason reason,
      String of,
      boolean cut) {}

  /**
   * @param reason why it is made, and {@code of} by whose rule
   */
  record LiveRecordingView(
      String callId, Instant startedAt, boolean paused, Reason reason, String of) {}
}
