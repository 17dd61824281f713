package org.belfry.pbx.call;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/** What the program of a call wants done. */
public sealed interface CallEffect extends Effect {

  /** Have a leg do this. */
  record Command(int leg, LegEvent.Command command) implements CallEffect {}

  /**
   * Call somebody; this is the leg's number from now on. Its news follow.
   *
   * @param from the From value without a tag
   * @param to the To value
   */
  record Call(
      int leg,
      Way way,
      LegProfile profile,
      String uri,
      String from,
      String to,
      List<String> route,
      long maxForwards,
      Content content)
      implements CallEffect {}

  /** How a leg's messages go. */
  sealed interface Way {
    /**
     * Through our own proxy, like a phone of ours that we vouch for: users, groups, plans.
     *
     * @param application our name in ladders
     * @param payer who answers for what is called by it
     */
    record Inside(String application, Payer payer) implements Way {}

    /** Straight to this place. */
    record Outside(Hop hop) implements Way {}

    /** Straight to the server of this URI, found by DNS (RFC 3263). */
    record Named(SipUri uri) implements Way {}
  }

  /** Start this timer, anew if it runs. */
  record StartTimer(String timer, Duration delay) implements CallEffect {}

  record StopTimer(String timer) implements CallEffect {}

  /** Let a leg that has made this offer hear that it waits; {@link CallEvent.Sounded} follows. */
  record Sound(int leg, Content offer) implements CallEffect {}

  /** It hears somebody else now: what sounded for it ends. */
  record Silence(int leg) implements CallEffect {}

  /**
   * Have the caller of a call that rings elsewhere come here as well, beside those who ring: {@link
   * CallEvent.Replaced} follows, or nothing when it does not ring any more.
   *
   * @param callId of the ringing call
   * @param uri by which our application is called
   * @param by who fetches it, for the call record
   */
  record Fetch(String callId, String uri, String by) implements CallEffect {}

  /**
   * Settle a leg's descriptions with its sound; {@link CallEvent.Described} follows.
   *
   * @param sound from now on the leg's, until {@link Silence} or the leg's end; null for the one
   *     that it has
   * @param theirs empty for {@link OfferAnswerStep#OFFER}
   * @param purpose comes back with the event, and so does {@code about}
   */
  record Describe(
      int leg,
      @Nullable LegSound sound,
      OfferAnswerStep turn,
      Content theirs,
      Object purpose,
      @Nullable Object about)
      implements CallEffect {}

  /** Whose turn it is (RFC 3264). */
  enum OfferAnswerStep {
    /** We answer their offer. */
    ANSWER,
    /** We offer. */
    OFFER,
    /** They have answered our offer. */
    ANSWERED
  }

  /** Tell a thread that leads the call. */
  record Tell<N>(Listener<N> to, N news) implements CallEffect {
    /** Carries it out. */
    public void deliver() {
      to.told(news);
    }
  }

  /** Hears of a call; called on its lane, so it must not block. */
  @FunctionalInterface
  interface Listener<N> {
    void told(N news);
  }

  /** Say this in the ladder of a leg. */
  record Note(int leg, String what) implements CallEffect {}

  /** The call is over: whatever legs there are hang up. */
  record Over() implements CallEffect {}
}
