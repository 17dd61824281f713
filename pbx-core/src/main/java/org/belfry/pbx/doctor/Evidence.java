package org.belfry.pbx.doctor;

import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.doctor.CallFinding.Leg;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.jspecify.annotations.Nullable;

/** All that is known of a call that has ended. */
public final class Evidence {
  private final CallRecord call;
  private final List<ExaminedMessage> messages;
  private final List<String> notes;

  private Evidence(CallRecord call, List<ExaminedMessage> messages, List<String> notes) {
    this.call = call;
    this.messages = messages;
    this.notes = notes;
  }

  /**
   * @param messages of its trace in their order; none when no trace is kept any more
   * @param notes of its trace
   */
  public static Evidence of(CallRecord call, List<TracedMessage> messages, List<TraceNote> notes) {
    List<ExaminedMessage> read =
        messages.stream()
            .filter(each -> !each.hop().inside())
            .map(ExaminedMessage::of)
            .filter(Objects::nonNull)
            .toList();
    return new Evidence(call, read, notes.stream().map(TraceNote::text).toList());
  }

  CallRecord call() {
    return call;
  }

  boolean answered() {
    return call.answeredAt() != null;
  }

  Stream<ExaminedMessage> messages() {
    return messages.stream();
  }

  /** The first message that is so, or null. */
  @Nullable ExaminedMessage first(Predicate<ExaminedMessage> so) {
    return messages.stream().filter(so).findFirst().orElse(null);
  }

  long count(Predicate<ExaminedMessage> so) {
    return messages.stream().filter(so).count();
  }

  /** The first final response with one of these statuses to a request of this method, or null. */
  @Nullable ExaminedMessage response(String method, int... statuses) {
    return first(m ->
        m.received()
            && m.cseq().endsWith(" " + method)
            && java.util.Arrays.stream(statuses).anyMatch(status -> status == m.status()));
  }

  /** A request of ours that nothing answered, or null. */
  @Nullable ExaminedMessage unanswered(String method) {
    return first(
        m -> !m.received() && m.is(method) && messages.stream().noneMatch(r -> r.answers(m)));
  }

  /** The first note that contains these words, or null. */
  @Nullable String note(String words) {
    return notes.stream().filter(note -> note.contains(words)).findFirst().orElse(null);
  }

  /** The legs whose audio ran through us. */
  List<LegQuality> audio() {
    return call.media().stream().filter(leg -> leg.medium().equals("audio")).toList();
  }

  /** Whose message it is: the caller's are those of the place the first INVITE came from. */
  Leg leg(ExaminedMessage message) {
    ExaminedMessage invite = first(m -> m.received() && m.is("INVITE"));
    return invite != null && invite.peer().equals(message.peer()) ? Leg.CALLER : Leg.CALLEE;
  }
}
