package org.belfry.media.sdp.negotiation;

import java.util.LinkedHashMap;
import java.util.Map;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/**
 * The negotiations of one call over all its branches and dialogs: which description belongs to
 * which (RFC 3261 §12.1, §13.2.2.4). A value: every step makes a new one.
 *
 * <p>It is told nothing of refused offers, and need not be: what is never answered is forgotten
 * when something else is. Two offers that cross (RFC 3261 §14.1) both wait, until one of them is
 * answered.
 */
public final class CallNegotiation {
  /** Early and confirmed dialogs of one call; and branches. */
  static final int LIMIT = 64;

  private final SideProfile caller;
  private final CodecPolicy policy;
  private final Map<String, Talk> branches;
  private final Map<String, Talk> dialogs;

  private CallNegotiation(
      SideProfile caller,
      CodecPolicy policy,
      Map<String, Talk> branches,
      Map<String, Talk> dialogs) {
    this.caller = caller;
    this.policy = policy;
    this.branches = Map.copyOf(branches);
    this.dialogs = Map.copyOf(dialogs);
  }

  /** Before the first offer. */
  public static CallNegotiation of(SideProfile caller, CodecPolicy policy) {
    return new CallNegotiation(caller, policy, Map.of(), Map.of());
  }

  /**
   * Where a description passes.
   *
   * @param branch of the first INVITE; null inside a dialog
   * @param calleeTag names the dialog; null as long as there is none
   */
  public record Where(@Nullable String branch, @Nullable String calleeTag) {
    public Where {
      if (branch == null && calleeTag == null) {
        throw new IllegalArgumentException("neither a branch nor a dialog");
      }
    }
  }

  /**
   * @param next goes on from here
   * @param description for the other side
   * @param agreement what is now in force in this dialog, after an answer; null after an offer
   */
  public record Step(
      CallNegotiation next, SessionDescription description, @Nullable Agreement agreement) {}

  /**
   * What waits for an answer in one dialog, by who offered.
   *
   * @param settled without an offer under way
   */
  private record Talk(
      MediaNegotiation settled, @Nullable MediaNegotiation ofA, @Nullable MediaNegotiation ofB) {

    @Nullable MediaNegotiation offerOf(Side side) {
      return side == Side.A ? ofA : ofB;
    }

    /** What was offered counts for versions, names and numbers, also if nothing comes of it. */
    MediaNegotiation base() {
      MediaNegotiation base = settled;
      base = ofA == null ? base : base.withSide(Side.B, ofA);
      return ofB == null ? base : base.withSide(Side.A, ofB);
    }

    Talk offered(Side from, MediaNegotiation waiting) {
      return from == Side.A ? new Talk(settled, waiting, ofB) : new Talk(settled, ofA, waiting);
    }
  }

  /**
   * A side offers.
   *
   * @param callee the profile of the device on this branch; heeded when it is new
   * @param local what we are to the side that gets the offer
   * @throws BadSdp see {@link MediaNegotiation#offer}; also when the call has too many dialogs
   */
  public Step offer(
      Where where, Side from, SessionDescription offer, SideProfile callee, LocalSide local)
      throws BadSdp {
    Talk talk = talk(where);
    if (talk == null) {
      talk = new Talk(MediaNegotiation.between(caller, callee, policy), null, null);
    }
    MediaNegotiation.Forwarded onward = talk.base().offer(from, offer, local);
    return new Step(with(where, talk.offered(from, onward.next())), onward.description(), null);
  }

  /**
   * A side answers.
   *
   * @param local what we are to the offerer
   * @throws BadSdp see {@link MediaNegotiation#answer}; also when the call has too many dialogs
   * @throws IllegalStateException if nothing was offered there
   */
  public Step answer(Where where, Side from, SessionDescription answer, LocalSide local)
      throws BadSdp {
    Talk talk = talk(where);
    if (talk == null) {
      throw new IllegalStateException("an answer of " + from + " where nothing was offered");
    }
    MediaNegotiation waiting = talk.offerOf(from.other());
    MediaNegotiation crossing = talk.offerOf(from);
    if (waiting == null) {
      waiting = talk.settled(); // the 200 repeats the 183
    } else if (crossing != null) {
      waiting = waiting.withSide(from.other(), crossing);
    }
    MediaNegotiation.Answered answered = waiting.answer(from, answer, local);
    return new Step(
        with(where, new Talk(answered.next(), null, null)),
        answered.description(),
        answered.agreement());
  }

  /** Whether what this side says there now is an answer; else it is an offer (RFC 3262 §5). */
  public boolean awaitsAnswer(Where where, Side from) {
    Talk talk = talk(where);
    return talk != null && talk.offerOf(from.other()) != null;
  }

  /** What is in force there; null before the first answer. */
  public @Nullable Agreement agreement(Where where) {
    Talk talk = talk(where);
    return talk == null ? null : talk.settled().agreement();
  }

  /** See {@link MediaNegotiation#lineOf}. */
  public int lineOf(Where where, Side side, String mid) {
    Talk talk = talk(where);
    if (talk == null) {
      return -1;
    }
    MediaNegotiation own = talk.offerOf(side);
    int line = own == null ? -1 : own.lineOf(side, mid);
    return line >= 0 ? line : talk.base().lineOf(side, mid);
  }

  /** See {@link MediaNegotiation#restartsIce}. */
  public boolean restartsIce(Where where, Side from, SessionDescription description) {
    Talk talk = talk(where);
    return talk != null && talk.settled().restartsIce(from, description);
  }

  /** A branch has failed, with all that was said on it outside of a dialog. */
  public CallNegotiation withoutBranch(String branch) {
    var left = new LinkedHashMap<>(branches);
    left.remove(branch);
    return new CallNegotiation(caller, policy, left, dialogs);
  }

  /** A dialog has ended. */
  public CallNegotiation withoutDialog(String calleeTag) {
    var left = new LinkedHashMap<>(dialogs);
    left.remove(calleeTag);
    return new CallNegotiation(caller, policy, branches, left);
  }

  private @Nullable Talk talk(Where where) {
    Talk talk = where.calleeTag() == null ? null : dialogs.get(where.calleeTag());
    return talk == null && where.branch() != null ? branches.get(where.branch()) : talk;
  }

  private CallNegotiation with(Where where, Talk talk) throws BadSdp {
    String calleeTag = where.calleeTag();
    String branch = where.branch();
    Map<String, Talk> changed = new LinkedHashMap<>(calleeTag == null ? branches : dialogs);
    changed.put(calleeTag == null ? String.valueOf(branch) : calleeTag, talk);
    if (changed.size() > LIMIT) {
      throw new BadSdp(
          Warning.MISCELLANEOUS, "A call has at most " + LIMIT + " branches and dialogs");
    }
    return calleeTag == null
        ? new CallNegotiation(caller, policy, changed, dialogs)
        : new CallNegotiation(caller, policy, branches, changed);
  }
}
