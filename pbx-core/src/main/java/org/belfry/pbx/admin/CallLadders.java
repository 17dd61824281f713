package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What was said in a call, message by message, while it goes on and for some time after its end.
 * Secrets are masked.
 */
public interface CallLadders {

  /** The ladder of the call with this Call-ID; empty when none is kept (any more). */
  Optional<LadderView> ladder(String callId);

  /** The same as a drawing: an SVG document, in which everything foreign is escaped. */
  String drawing(LadderView ladder);

  /**
   * @param startedAt the first message
   * @param participants the columns, from left to right
   * @param steps the messages in their order
   * @param notes what happened besides, in its order
   */
  record LadderView(
      String callId,
      Instant startedAt,
      List<ParticipantView> participants,
      List<StepView> steps,
      List<NoteView> notes) {
    public LadderView {
      notes = List.copyOf(notes);
      participants = List.copyOf(participants);
      steps = List.copyOf(steps);
    }
  }

  /**
   * Something that was no message: why sound is transcoded, which keys were agreed on.
   *
   * @param after number of the step it stands behind, 0 for none
   * @param offsetSeconds since the first message
   * @param text one sentence
   */
  record NoteView(int after, Instant at, double offsetSeconds, String text) {}

  /**
   * @param name extension, number or other user part, or null when it is not known
   * @param address {@code udp:192.0.2.5:5060}; empty for ourselves when we listen on any address
   * @param agent its User-Agent or Server, or null
   * @param us true for Belfry itself
   */
  record ParticipantView(
      @Nullable String name, String address, @Nullable String agent, boolean us) {}

  /**
   * @param number from 1; missing numbers are messages that were not kept
   * @param offsetSeconds since the first message
   * @param from column of the sender, from 0
   * @param to column of the receiver
   * @param transport {@code udp}, {@code tcp} …
   * @param label method of a request, status and reason of a response
   * @param request false for a response
   * @param sdp true when it carries a session description
   * @param repeated true for a retransmission: it was seen before, to the byte
   * @param failure why it could not be sent, or null
   * @param message the text, masked
   */
  record StepView(
      int number,
      Instant at,
      double offsetSeconds,
      int from,
      int to,
      String transport,
      String label,
      String cseq,
      boolean request,
      boolean sdp,
      boolean repeated,
      @Nullable String failure,
      String message) {}
}
