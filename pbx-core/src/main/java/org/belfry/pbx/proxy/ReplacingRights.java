package org.belfry.pbx.proxy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.agent.ApplicationUris;
import org.belfry.pbx.call.ReferTo;
import org.belfry.pbx.call.Replaces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.presence.LiveDialogs;
import org.belfry.pbx.presence.WatchedDialog;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.RoutingRequest;
import org.belfry.pbx.routing.TransferCheck;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Who may take the place of somebody in a dialog (RFC 3891 §4): a user whose dialog it is, a member
 * of such a user's pickup group, and whoever was sent there by one of those (RFC 5589 §7). The last
 * is remembered when the REFER passes, since phones need not pass Referred-By on.
 *
 * <p>One for all lanes; for any thread.
 */
public final class ReplacingRights {
  /** How long a transfer may take to be followed: as long as a REFER is reported on. */
  private static final Duration GOOD_FOR = Duration.ofMinutes(3);

  /** Transfers that are remembered; beyond, the oldest must be followed again by a new REFER. */
  private static final int PERMITS_MAX = 10_000;

  private final LiveDialogs dialogs;
  private final Map<Replaces, Permit> permits = new ConcurrentHashMap<>();

  public ReplacingRights(LiveDialogs dialogs) {
    this.dialogs = dialogs;
  }

  /** What becomes of an INVITE with Replaces. */
  public enum Verdict {
    ALLOWED,
    /** 403: a dialog of others. */
    FORBIDDEN,
    /** 481: the Call-ID is that of a call and the tags are not (RFC 3891 §3). */
    NO_SUCH_DIALOG,
    /** No dialog of our users: whoever is called knows it or not, but no leg of ours is taken. */
    NOT_OURS
  }

  /**
   * Who was sent to a dialog.
   *
   * @param extension null when it is no user of ours
   */
  private record Permit(@Nullable String extension, Instant until) {}

  /**
   * @param caller who sends the INVITE, or for whom an application of ours does; null when it is no
   *     user of ours
   * @param inside true when an application of ours sends it
   * @param trusted true when it comes from a neighbour, who answers for its own users
   */
  public Verdict of(
      Replaces replaces,
      @Nullable User caller,
      boolean inside,
      boolean trusted,
      Directory directory,
      Instant now) {
    Permit permit = permits.get(named(replaces));
    if (permit != null && permit.until().isAfter(now)) {
      String extension = permit.extension();
      boolean its =
          extension == null
              ? inside || caller == null
              : caller != null && extension.equalsIgnoreCase(caller.extension());
      if (its) {
        return Verdict.ALLOWED;
      }
    }
    List<LiveDialogs.Held> call = dialogs.ofCall(replaces.callId());
    if (call.isEmpty()) {
      return Verdict.NOT_OURS;
    }
    List<LiveDialogs.Held> meant = new ArrayList<>(2);
    for (LiveDialogs.Held each : call) {
      if (isNamed(each.dialog(), replaces)) {
        meant.add(each);
      }
    }
    if (meant.isEmpty()) {
      return Verdict.NO_SUCH_DIALOG;
    }
    boolean may =
        caller == null
            ? trusted
            : meant.stream().anyMatch(each -> directory.mayTakeCallsOf(caller, each.aor()));
    return may ? Verdict.ALLOWED : Verdict.FORBIDDEN;
  }

  /**
   * A REFER goes on its way: when it names a dialog that its sender may take, whoever it is for may
   * follow it.
   *
   * @param sender null when it is no user of ours
   * @param trusted true when it comes from a neighbour
   * @param transferee null when it is no user of ours
   */
  public void refers(
      SipRequest refer,
      @Nullable Aor sender,
      boolean trusted,
      @Nullable Aor transferee,
      Directory directory,
      Instant now) {
    ReferTo to = ReferTo.of(refer);
    User user = sender == null ? null : directory.user(sender.user());
    if (to == null || to.replaces() == null || (user == null && !trusted)) {
      return;
    }
    Replaces replaces;
    try {
      replaces = Replaces.of(to.replaces());
    } catch (MalformedHeader e) {
      return; // whoever it is for will say so
    }
    if (of(replaces, user, false, trusted, directory, now) != Verdict.ALLOWED) {
      return;
    }
    permits.values().removeIf(each -> !each.until().isAfter(now));
    if (permits.size() < PERMITS_MAX) {
      permits.put(
          named(replaces),
          new Permit(transferee == null ? null : transferee.user(), now.plus(GOOD_FOR)));
    }
  }

  /**
   * Whether the sender of a REFER may dial its target. The phone that follows it dials as its own
   * user, so this is the last moment at which the transferor can be asked.
   *
   * @param user the sender, or null when it is no user of ours
   * @param peer that it comes from, or null
   * @param transferee whose phone it is for, or null when that is no user of ours
   */
  public boolean mayTransfer(
      SipRequest refer,
      @Nullable User user,
      @Nullable Peer peer,
      @Nullable User transferee,
      CallPlanning planning,
      Instant now) {
    ReferTo to = ReferTo.of(refer);
    if (to == null) {
      return !refer.has(HeaderName.REFER_TO); // what we cannot read a phone may follow
    }
    DialIndex index = planning.index().get();
    Directory directory = index.directory();
    SipUri target = Grammar.uri(to.uri());
    boolean toItsOwn =
        to.replaces() != null
            && of(Replaces.of(to.replaces()), user, false, peer != null, directory, now)
                == Verdict.ALLOWED;
    if (toItsOwn && (isElsewhere(target, directory) || ApplicationUris.isOne(target, directory))) {
      return true; // a Contact: who ignores Replaces reaches it and nothing else
    }
    return mayBeSent(target, user, peer, transferee, refer.callId(), planning, now);
  }

  /**
   * Whether the place that a redirect names (RFC 3261 §8.1.3.4) goes back to the caller, whose
   * phone dials it as its own user.
   *
   * @param user that redirects; null when it is not ours
   * @param peer that the redirect comes from, or null
   * @param caller the user whose phone may follow it, or null
   */
  public boolean mayRedirect(
      SipUri target,
      @Nullable User user,
      @Nullable Peer peer,
      @Nullable User caller,
      String callId,
      CallPlanning planning,
      Instant now) {
    Directory directory = planning.index().get().directory();
    return isElsewhere(target, directory)
        || (directory.isLocal(target.host()) && directory.user(target.user()) != null)
        || mayBeSent(target, user, peer, caller, callId, planning, now);
  }

  private static boolean mayBeSent(
      SipUri target,
      @Nullable User user,
      @Nullable Peer peer,
      @Nullable User transferee,
      String callId,
      CallPlanning planning,
      Instant now) {
    DialIndex index = planning.index().get();
    if (user == null && peer == null && isElsewhere(target, index.directory())) {
      return true; // another domain's own business: it costs nothing
    }
    Caller caller =
        user != null
            ? new Caller.OurUser(user, false)
            : peer != null
                ? new Caller.Neighbour(peer, null, false)
                : new Caller.Stranger(null, false);
    RoutingRequest enquiry =
        new RoutingRequest(caller, target, now, planning.live(), callId.hashCode(), false);
    return !(ApplicationUris.isOne(target, index.directory())
            && TransferCheck.changesItsCaller(target))
        && !TransferCheck.forbids(
            planning.planner().plan(enquiry, index).plan(), user != null || peer != null)
        && !TransferCheck.isSpeedDialOf(transferee, target, index);
  }

  /** A tel URI has no host, and is dialled here; a peer's domain is reached by our plans too. */
  private static boolean isElsewhere(SipUri target, Directory directory) {
    return target.isSip()
        && !directory.isLocal(target.host())
        && directory.peerForDomain(target.host()) == null;
  }

  private static boolean isNamed(WatchedDialog dialog, Replaces replaces) {
    String local = dialog.localTag();
    String remote = dialog.remoteTag();
    // As the most lenient phone compares.
    return (replaces.toTag().equalsIgnoreCase(local) && replaces.fromTag().equalsIgnoreCase(remote))
        || (replaces.toTag().equalsIgnoreCase(remote)
            && replaces.fromTag().equalsIgnoreCase(local));
  }

  /** The dialog alone: phones may drop early-only. */
  private static Replaces named(Replaces replaces) {
    return new Replaces(replaces.callId(), replaces.toTag(), replaces.fromTag(), false);
  }
}
