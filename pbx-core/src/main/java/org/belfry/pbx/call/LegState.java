package org.belfry.pbx.call;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;

/** Where a leg stands. */
public sealed interface LegState {

  /**
   * True when a request with these tags is of a dialog of the leg (RFC 3261 §12.2.2).
   *
   * @param local its To tag: ours
   * @param remote its From tag; empty when it has none (§12.1.1)
   */
  boolean owns(String local, String remote);

  /** How the leg presents itself; null once it is gone. */
  @Nullable LegProfile profile();

  /** True once the leg has been answered and goes on. */
  default boolean talking() {
    return this instanceof Talking;
  }

  /** True when nothing can be done with the leg any more. */
  default boolean over() {
    return this instanceof Leaving || this instanceof Gone;
  }

  /**
   * Called: no final response has been sent (RFC 3261 §13.3).
   *
   * @param dialog with the tag of fork 0
   * @param rseq of the latest reliable provisional (RFC 3262 §3)
   * @param reliable the provisional that waits for its PRACK, or null
   * @param waiting what waits with it: nothing may overtake it
   * @param theirs an UPDATE or PRACK whose offer waits for its answer, or null
   * @param ours our UPDATE that waits for its response, or null
   */
  record Invited(
      LegProfile profile,
      SipRequest invite,
      Dialog dialog,
      long rseq,
      @Nullable Reliable reliable,
      List<LegEvent.Command> waiting,
      @Nullable SipRequest theirs,
      @Nullable SipRequest ours)
      implements LegState {
    private static final int FORK_DIGITS = 6;

    public Invited {
      waiting = List.copyOf(waiting);
    }

    @Override
    public boolean owns(String local, String remote) {
      return remote.equals(dialog.remoteTag())
          && (local.equals(dialog.localTag())
              || (local.startsWith(dialog.localTag() + ".") && isFork(local)));
    }

    private boolean isFork(String tag) {
      int from = dialog.localTag().length() + 1;
      return tag.length() > from
          && tag.length() <= from + FORK_DIGITS
          && tag.chars().skip(from).allMatch(c -> c >= '0' && c <= '9');
    }

    String tag(int fork) {
      return fork == 0 ? dialog.localTag() : dialog.localTag() + "." + fork;
    }

    /** The fork that a request with this To tag belongs to. */
    int fork(@Nullable String tag) {
      int dot = dialog.localTag().length();
      return tag == null || tag.length() <= dot + 1 ? 0 : Integer.parseInt(tag.substring(dot + 1));
    }

    Invited with(Dialog changed) {
      return new Invited(profile, invite, changed, rseq, reliable, waiting, theirs, ours);
    }

    Invited with(long number, @Nullable Reliable next) {
      return new Invited(profile, invite, dialog, number, next, waiting, theirs, ours);
    }

    Invited waiting(List<LegEvent.Command> commands) {
      return new Invited(profile, invite, dialog, rseq, reliable, commands, theirs, ours);
    }

    Invited theirs(@Nullable SipRequest request) {
      return new Invited(profile, invite, dialog, rseq, reliable, waiting, request, ours);
    }

    Invited ours(@Nullable SipRequest request) {
      return new Invited(profile, invite, dialog, rseq, reliable, waiting, theirs, request);
    }
  }

  /** A provisional that is sent again until its PRACK comes. */
  record Reliable(SipResponse response, Duration next) {}

  /**
   * Calling: no final response has come (RFC 3261 §13.2).
   *
   * @param invite as it was sent last
   * @param attempts how often a challenge or a 422 was answered
   * @param heard true once a provisional came
   * @param cancelled true once we gave up
   */
  record Calling(
      LegProfile profile,
      SipRequest invite,
      int attempts,
      boolean heard,
      boolean cancelled,
      List<Early> earlies)
      implements LegState {
    public Calling {
      earlies = List.copyOf(earlies);
    }

    boolean offered() {
      return invite.bodyLength() > 0;
    }

    @Override
    public boolean owns(String local, String remote) {
      return local.equals(invite.fromTag())
          && earlies.stream().anyMatch(each -> each.dialog().remoteTag().equals(remote));
    }
  }

  /**
   * One callee that has spoken, before anybody answered.
   *
   * @param rseq of its latest reliable provisional; 0 before the first
   * @param theirs its UPDATE that waits for its answer, or null
   * @param ours our UPDATE that waits for its response, or null
   */
  record Early(
      int fork, Dialog dialog, long rseq, @Nullable SipRequest theirs, @Nullable SipRequest ours) {
    Early with(Dialog changed) {
      return new Early(fork, changed, rseq, theirs, ours);
    }

    Early theirs(@Nullable SipRequest request) {
      return new Early(fork, dialog, rseq, request, ours);
    }

    Early ours(@Nullable SipRequest request) {
      return new Early(fork, dialog, rseq, theirs, request);
    }
  }

  /**
   * Answered, and going on (RFC 3261 §14).
   *
   * @param invite ours when we called, or null: later 2xx of other branches answer it
   * @param fork which callee it is
   * @param updates true when the far end takes UPDATE (RFC 3311 §5)
   * @param success our 2xx that waits for its ACK, or null
   * @param ours our re-INVITE or UPDATE that waits for its response, or null
   * @param theirs their re-INVITE, UPDATE or PRACK that waits for our answer, or null
   * @param ack what acknowledged their latest 2xx, sent again for each repetition
   * @param session null when nobody wants it refreshed
   * @param described the latest description of ours, to be said again in a refresh
   * @param released tags of later callees that have been sent away
   */
  record Talking(
      LegProfile profile,
      @Nullable SipRequest invite,
      int fork,
      Dialog dialog,
      boolean updates,
      @Nullable Success success,
      @Nullable Ours ours,
      @Nullable SipRequest theirs,
      @Nullable Ack ack,
      @Nullable SessionTimer session,
      Content described,
      Set<String> released)
      implements LegState {
    public Talking {
      released = Set.copyOf(released);
    }

    @Override
    public boolean owns(String local, String remote) {
      return local.equals(dialog.localTag()) && remote.equals(dialog.remoteTag());
    }

    Talking with(Dialog changed) {
      return new Talking(
          profile, invite, fork, changed, updates, success, ours, theirs, ack, session, described,
          released);
    }

    Talking success(@Nullable Success next) {
      return new Talking(
          profile, invite, fork, dialog, updates, next, ours, theirs, ack, session, described,
          released);
    }

    Talking ours(@Nullable Ours next) {
      return new Talking(
          profile, invite, fork, dialog, updates, success, next, theirs, ack, session, described,
          released);
    }

    Talking theirs(@Nullable SipRequest next) {
      return new Talking(
          profile, invite, fork, dialog, updates, success, ours, next, ack, session, described,
          released);
    }

    Talking ack(@Nullable Ack next) {
      return new Talking(
          profile, invite, fork, dialog, updates, success, ours, theirs, next, session, described,
          released);
    }

    Talking session(@Nullable SessionTimer next) {
      return new Talking(
          profile, invite, fork, dialog, updates, success, ours, theirs, ack, next, described,
          released);
    }

    Talking described(Content content) {
      return content.isEmpty()
          ? this
          : new Talking(
              profile,
              invite,
              fork,
              dialog,
              updates,
              success,
              ours,
              theirs,
              ack,
              session,
              new Content(List.of(), content.type(), content.body()),
              released);
    }

    Talking released(Set<String> tags) {
      return new Talking(
          profile, invite, fork, dialog, updates, success, ours, theirs, ack, session, described,
          tags);
    }
  }

  /**
   * A 2xx of ours that is sent again until its ACK comes.
   *
   * @param request what it answers
   */
  record Success(SipRequest request, SipResponse response, Duration next) {}

  /**
   * @param refresh true when only the session's life is meant, so that nobody is told
   * @param attempts how often a challenge was answered
   */
  record Ours(SipRequest request, boolean refresh, int attempts) {}

  /**
   * What acknowledged a 2xx of theirs.
   *
   * @param number CSeq of the INVITE
   * @param sent null while the answer that it is to carry is not known
   * @param before the one before it: its 2xx may still be repeated
   */
  record Ack(long number, @Nullable SipRequest sent, @Nullable Ack before) {
    public Ack {
      before = before == null ? null : new Ack(before.number, before.sent);
    }

    private Ack(long number, @Nullable SipRequest sent) {
      this(number, sent, null);
    }

    /** The ACK for this INVITE, or null. */
    @Nullable SipRequest of(long invite) {
      if (number == invite) {
        return sent;
      }
      return before == null ? null : before.of(invite);
    }
  }

  /**
   * Over; answers that still come are taken care of for a while.
   *
   * @param invite ours when we called, or null
   * @param bye ours, or null
   */
  record Leaving(
      LegProfile profile,
      Dialog dialog,
      @Nullable SipRequest invite,
      @Nullable SipRequest bye,
      int attempts,
      @Nullable Ack ack,
      Set<String> released)
      implements LegState {
    public Leaving {
      released = Set.copyOf(released);
    }

    @Override
    public boolean owns(String local, String remote) {
      return local.equals(dialog.localTag()) && remote.equals(dialog.remoteTag());
    }
  }

  /** Nothing is left. */
  record Gone() implements LegState {
    static final Gone GONE = new Gone();

    @Override
    public boolean owns(String local, String remote) {
      return false;
    }

    @Override
    public @Nullable LegProfile profile() {
      return null;
    }
  }
}
