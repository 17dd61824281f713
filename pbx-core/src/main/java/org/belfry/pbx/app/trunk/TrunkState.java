package org.belfry.pbx.app.trunk;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.auth.DigestClient;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Where a trunk's own side stands. */
public sealed interface TrunkState {

  /** Not begun, or ended. */
  record Off() implements TrunkState {}

  /** Its servers are looked for. */
  record Locating(Line line) implements TrunkState {}

  /**
   * A server was sent a REGISTER, or an OPTIONS where nobody registers.
   *
   * @param more servers to try after it
   * @param giveUpAt when the next one is tried; null when there is none, or it has said something
   * @param renewal true when it is the server in use
   */
  record Asking(
      Line line,
      SipRequest sent,
      Hop server,
      List<Hop> more,
      @Nullable Instant giveUpAt,
      boolean renewal)
      implements TrunkState {
    public Asking {
      more = List.copyOf(more);
    }
  }

  /**
   * Registered, or known to be up.
   *
   * @param since when it came up
   * @param refreshAt when to register again; {@link Instant#MAX} for never
   * @param probeAt when to ask next whether it is there; while it is being asked, when the question
   *     counts as unanswered
   * @param probe the OPTIONS that is not answered yet, or null
   * @param misses OPTIONS that were not answered, in a row
   */
  record Up(
      Line line,
      Use use,
      Instant since,
      Instant refreshAt,
      Instant probeAt,
      @Nullable SipRequest probe,
      int misses)
      implements TrunkState {}

  /** Waits before it tries again. */
  record Resting(Line line, Instant until, boolean refused) implements TrunkState {}

  /** Was sent the REGISTER that ends its registration. */
  record Leaving(Line line, SipRequest sent, Hop server, Instant giveUpAt) implements TrunkState {}

  /**
   * What lasts from state to state.
   *
   * @param cseq of the last request
   * @param expires asked for next time
   * @param failures in a row
   * @param use that is still good while it is renewed, or null
   * @param problem the last one, or null
   */
  record Line(
      long cseq,
      DigestClient digest,
      Duration expires,
      int failures,
      @Nullable Use use,
      @Nullable Problem problem) {

    Line asked(long number, DigestClient signed) {
      return new Line(number, signed, expires, failures, use, problem);
    }

    Line with(DigestClient next) {
      return new Line(cseq, next, expires, failures, use, problem);
    }

    Line with(Duration longer) {
      return new Line(cseq, digest, longer, failures, use, problem);
    }

    Line with(@Nullable Use its) {
      return new Line(cseq, digest, expires, failures, its, problem);
    }

    Line failed(Problem its) {
      return new Line(cseq, digest, expires, failures + 1, use, its);
    }

    /** It works again. A server that comes and goes is still not asked all the time. */
    Line working(Use its) {
      return new Line(cseq, digest.accepted(), expires, Math.min(failures, 1), its, null);
    }

    Line settled() {
      return new Line(cseq, digest, expires, 0, use, problem);
    }
  }

  /**
   * A server that takes our calls.
   *
   * @param until when our registration there runs out; {@link Instant#MAX} without one
   * @param serviceRoute Route values that requests through it carry, in order (RFC 3608 §6)
   */
  record Use(Hop server, Instant until, List<String> serviceRoute) {
    public Use {
      serviceRoute = List.copyOf(serviceRoute);
    }

    boolean holds(Instant now) {
      return now.isBefore(until);
    }
  }

  /**
   * What went wrong.
   *
   * @param status of the response; 0 when there was none
   * @param reason its phrase, or ours
   * @param sentence for people
   */
  record Problem(int status, String reason, String sentence, Instant at) {}
}
