package org.belfry.pbx.ladder;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.admin.CallLadders.NoteView;
import org.belfry.pbx.admin.CallLadders.ParticipantView;
import org.belfry.pbx.admin.CallLadders.StepView;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipMessage;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.trace.TraceNote;
import org.belfry.pbx.trace.TracedMessage;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.jspecify.annotations.Nullable;

/**
 * Makes the ladder of a call from its messages: who took part, and what went from whom to whom.
 * Columns stand in the order in which people read a call: the caller, Belfry, then the others.
 */
public final class Ladder {
  private static final String US = "Belfry";

  private final Map<String, Participant> others = new LinkedHashMap<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private Ladder() {}

  /**
   * @param messages in their order, at least one
   * @param notes in their order
   */
  public static LadderView of(String callId, List<TracedMessage> messages, List<TraceNote> notes) {
    Ladder ladder = new Ladder();
    messages.forEach(ladder::take);
    return ladder.view(callId, messages.getFirst().at(), notes);
  }

  /** The ladder of messages alone. */
  public static LadderView of(String callId, List<TracedMessage> messages) {
    return of(callId, messages, List.of());
  }

  private void take(TracedMessage traced) {
    if (traced.direction() == Direction.NOT_SENT && markNotSent(traced)) {
      return;
    }
    String address = traced.hop().shown();
    Participant other = others.computeIfAbsent(address, Participant::new);
    byte[] bytes = traced.bytes();
    SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
    if (message != null) {
      other.learn(message, traced.direction() == Direction.RECEIVED);
    }
    arrows.add(new Arrow(traced, other, message, isRepeated(traced), traced.failure()));
  }

  /** What was noted as sent turns out not to have gone: one arrow for both. */
  private boolean markNotSent(TracedMessage failed) {
    for (int i = arrows.size() - 1; i >= 0; i--) {
      Arrow sent = arrows.get(i);
      if (sent.traced().direction() == Direction.SENT
          && Arrays.equals(sent.traced().bytes(), failed.bytes())) {
        arrows.set(i, sent.failed(failed.failure()));
        return true;
      }
    }
    return false;
  }

  /** A retransmission is the same to the byte (RFC 3261 §17). */
  private boolean isRepeated(TracedMessage traced) {
    for (Arrow before : arrows) {
      TracedMessage other = before.traced();
      if (other.direction() == traced.direction()
          && other.hop().remote().equals(traced.hop().remote())
          && Arrays.equals(other.bytes(), traced.bytes())) {
        return true;
      }
    }
    return false;
  }

  private LadderView view(String callId, Instant start, List<TraceNote> notes) {
    List<Participant> columns = new ArrayList<>(others.values());
    Participant us = new Participant(ourAddress());
    us.name = US;
    columns.add(Math.min(1, columns.size()), us);
    List<ParticipantView> participants = new ArrayList<>();
    for (Participant p : columns) {
      participants.add(new ParticipantView(p.name, p.address, p.agent, p == us));
    }
    int usAt = columns.indexOf(us);
    List<StepView> steps = new ArrayList<>();
    for (Arrow arrow : arrows) {
      int otherAt = columns.indexOf(arrow.other());
      boolean incoming = arrow.traced().direction() == Direction.RECEIVED;
      steps.add(step(arrow, start, incoming ? otherAt : usAt, incoming ? usAt : otherAt));
    }
    List<NoteView> remarks =
        notes.stream()
            .map(note ->
                new NoteView(note.after(), note.at(), seconds(start, note.at()), note.text()))
            .toList();
    return new LadderView(callId, start, participants, steps, remarks);
  }

  private String ourAddress() {
    for (Arrow arrow : arrows) {
      var local = arrow.traced().hop().local();
      if (local != null && local.getAddress() != null && !local.getAddress().isAnyLocalAddress()) {
        return Hop.to(arrow.traced().hop().transport(), local).shown();
      }
    }
    return "";
  }

  private static StepView step(Arrow arrow, Instant start, int from, int to) {
    TracedMessage traced = arrow.traced();
    return new StepView(
        traced.number() + 1,
        traced.at(),
        seconds(start, traced.at()),
        from,
        to,
        traced.hop().transport().lower(),
        label(arrow.message()),
        cseq(arrow.message()),
        arrow.message() instanceof SipRequest,
        arrow.message() != null && hasSdp(arrow.message()),
        arrow.repeated(),
        arrow.failure(),
        Masking.text(traced.bytes()));
  }

  private static double seconds(Instant start, Instant at) {
    return Duration.between(start, at).toMillis() / 1000.0;
  }

  private static String label(@Nullable SipMessage message) {
    return switch (message) {
      case SipRequest request -> request.method().name();
      case SipResponse response -> response.status() + " " + response.reason();
      case null -> "unreadable";
    };
  }

  private static String cseq(@Nullable SipMessage message) {
    String cseq = message == null ? null : message.header(HeaderName.CSEQ);
    return cseq == null ? "" : cseq;
  }

  private static boolean hasSdp(SipMessage message) {
    String type = message.header(HeaderName.CONTENT_TYPE);
    return message.bodyLength() > 0
        && type != null
        && type.regionMatches(true, 0, "application/sdp", 0, 15);
  }

  private record Arrow(
      TracedMessage traced,
      Participant other,
      @Nullable SipMessage message,
      boolean repeated,
      @Nullable String failure) {
    Arrow failed(@Nullable String why) {
      return new Arrow(traced, other, message, repeated, why);
    }
  }

  /** Somebody at the other end of a hop, as far as their messages tell. */
  private static final class Participant {
    final String address;
    @Nullable String name;
    @Nullable String agent;

    Participant(String address) {
      this.address = address;
    }

    /**
     * @param theirs true for a message from them, false for one of ours to them
     */
    void learn(SipMessage message, boolean theirs) {
      if (theirs && agent == null) {
        agent = message.header(HeaderName.USER_AGENT);
        agent = agent == null ? message.header(HeaderName.SERVER) : agent;
      }
      if (name == null && message instanceof SipRequest request) {
        try {
          name =
              theirs
                  ? Grammar.nameAddr(request.mandatory(HeaderName.FROM)).uri().user()
                  : request.uri().user();
        } catch (MalformedHeader e) {
          name = null; // the column goes by its address
        }
      }
    }
  }
}
