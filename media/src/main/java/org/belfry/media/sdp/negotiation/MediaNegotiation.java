package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.IceCredentials;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * Offer and answer between the two dialogs of a call whose media we anchor (RFC 3264, RFC 6337):
 * what one side offers, we offer the other as ours; what the other answers, we answer as ours. Both
 * sides have the same m-lines in the same order, each with its own addresses, keys, names and
 * numbers.
 *
 * <p>A value: every step makes a new one and leaves the old as it was. So a fork is no case of its
 * own. Each branch goes on from the same beginning, and each dialog of a branch from the same
 * offer:
 *
 * <pre>
 *   begin ── offer(A) ──▶ branch 1 ── answer(B) ──▶ dialog 1a
 *     │                      └─────── answer(B) ──▶ dialog 1b
 *     └───── offer(A) ──▶ branch 2 ── answer(B) ──▶ dialog 2
 * </pre>
 *
 * <p>{@link CallNegotiation} keeps these apart for a whole call.
 *
 * <p>Whether an offer may be made now is signalling's to decide (RFC 3261 §14, 3311 §5.2): {@link
 * #underWay} says whose offer waits for its answer.
 */
public final class MediaNegotiation {
  private final CodecPolicy policy;
  private final SideState a;
  private final SideState b;
  private final Phase phase;

  private sealed interface Phase {
    /** What is in force. */
    @Nullable Agreement agreement();

    /**
     * @param answered the offer of the last answer, which may come again; null before the first
     */
    record Settled(@Nullable Agreement agreement, @Nullable Offered answered) implements Phase {}

    record Waiting(@Nullable Agreement agreement, Offered offered) implements Phase {}
  }

  private MediaNegotiation(CodecPolicy policy, SideState a, SideState b, Phase phase) {
    this.policy = policy;
    this.a = a;
    this.b = b;
    this.phase = phase;
  }

  /** Before the first offer. */
  public static MediaNegotiation between(SideProfile a, SideProfile b, CodecPolicy policy) {
    return new MediaNegotiation(
        policy,
        new SideState(a, null, List.of()),
        new SideState(b, null, List.of()),
        new Phase.Settled(null, null));
  }

  /**
   * @param next goes on from here
   * @param description to the other side
   */
  public record Forwarded(MediaNegotiation next, SessionDescription description) {}

  /**
   * @param next goes on from here
   * @param description to the offerer
   * @param agreement what is now in force, for the media server
   */
  public record Answered(
      MediaNegotiation next, SessionDescription description, Agreement agreement) {}

  /**
   * A side offers: in an INVITE, a re-INVITE, a 2xx to an INVITE without offer, a PRACK, an UPDATE.
   *
   * @param local what we are to the side that gets the offer
   * @throws BadSdp if nothing of it can be offered on; nothing has changed then
   * @throws IllegalStateException if another offer waits for its answer
   */
  public Forwarded offer(Side from, SessionDescription offer, LocalSide local) throws BadSdp {
    if (phase instanceof Phase.Waiting waiting) {
      throw new IllegalStateException("the offer of " + waiting.offered().from() + " waits");
    }
    Agreement before = phase.agreement();
    int lines = before == null ? 0 : before.streams().size();
    if (offer.media().size() < lines) {
      // RFC 3264 §8: m-lines are disabled, never taken away.
      throw new BadSdp(
          Warning.PARAMETER,
          "The offer has " + offer.media().size() + " m-lines, the one before had " + lines);
    }
    var bridge = new OfferBridge(policy, side(from), side(from.other()), offer, local);
    Offered offered = bridge.run(from);
    return new Forwarded(
        with(from, side(from), bridge.to(), new Phase.Waiting(before, offered)), offered.sent());
  }

  /**
   * The other side answers: in a 2xx, a reliable or unreliable provisional response, an ACK, a
   * PRACK. The answer may come again, as the 200 repeats the 183; also, against the rule of RFC
   * 3261 §13.2.1, with other content.
   *
   * @param local what we are to the offerer
   * @throws BadSdp if it is no answer to that offer, or nothing is left in common; the offer still
   *     waits then
   * @throws IllegalStateException if there was no offer
   */
  public Answered answer(Side from, SessionDescription answer, LocalSide local) throws BadSdp {
    Offered offered =
        switch (phase) {
          case Phase.Waiting waiting -> waiting.offered();
          case Phase.Settled settled -> settled.answered();
        };
    if (offered == null || offered.from() == from) {
      throw new IllegalStateException("an answer of " + from + " without an offer");
    }
    var bridge = new AnswerBridge(policy, offered, side(from.other()), side(from), answer, local);
    SessionDescription description = bridge.run();
    var agreement = new Agreement(bridge.streams());
    MediaNegotiation next =
        with(
            offered.from(),
            bridge.offerer(),
            bridge.answerer(),
            new Phase.Settled(agreement, offered));
    return new Answered(next, description, agreement);
  }

  /** The offer under way was refused or withdrawn: what was in force stays so (RFC 6141 §3). */
  public MediaNegotiation refused() {
    if (!(phase instanceof Phase.Waiting waiting)) {
      throw new IllegalStateException("no offer to refuse");
    }
    return new MediaNegotiation(policy, a, b, new Phase.Settled(waiting.agreement(), null));
  }

  /** Who offered and waits for the answer; null if nobody does. */
  public @Nullable Side underWay() {
    return phase instanceof Phase.Waiting waiting ? waiting.offered().from() : null;
  }

  /** What is in force; null before the first answer. */
  public @Nullable Agreement agreement() {
    return phase.agreement();
  }

  /** The last description that we sent a side; null before the first. To be sent again as it is. */
  public @Nullable SessionDescription sent(Side side) {
    return side(side).sent();
  }

  /**
   * Whether a description begins ICE anew on its side, so that our next one to that side needs new
   * credentials (RFC 8839 §4.4.1.1).
   */
  public boolean restartsIce(Side from, SessionDescription description) {
    Agreement before = phase.agreement();
    if (before == null) {
      return false;
    }
    for (AgreedStream.Open stream : before.open()) {
      RemoteIce agent = stream.leg(from).ice();
      int carrier = stream.leg(from).transport();
      if (agent == null || carrier >= description.media().size()) {
        continue;
      }
      MediaDescription section = description.media().get(carrier);
      IceCredentials now = section.iceCredentials();
      if (!section.isDisabled() && now != null && !now.equals(agent.credentials())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The m-line that a side calls by this name, also of an offer under way: whose candidates trickle
   * in (RFC 8840 §4.4).
   *
   * @return its index, or -1
   */
  public int lineOf(Side side, String mid) {
    if (phase instanceof Phase.Waiting waiting && waiting.offered().from() == side) {
      return waiting.offered().offer().indexOf(mid);
    }
    for (int i = 0; i < side(side).lines().size(); i++) {
      if (mid.equals(side(side).lines().get(i).mid())) {
        return i;
      }
    }
    return -1;
  }

  /** The same, but one side has heard what another negotiation told it since. */
  MediaNegotiation withSide(Side side, MediaNegotiation since) {
    return side == Side.A
        ? new MediaNegotiation(policy, since.a, b, phase)
        : new MediaNegotiation(policy, a, since.b, phase);
  }

  private SideState side(Side side) {
    return side == Side.A ? a : b;
  }

  private MediaNegotiation with(Side first, SideState one, SideState other, Phase next) {
    return first == Side.A
        ? new MediaNegotiation(policy, one, other, next)
        : new MediaNegotiation(policy, other, one, next);
  }
}
