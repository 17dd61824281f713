package org.belfry.pbx.inbound;

import org.belfry.pbx.call.Payer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.identity.Identity;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.jspecify.annotations.Nullable;

/**
 * Who sent a request that begins something: made once, when it is known, and carried with the
 * request from there on. Nothing later looks for it by From or Call-ID.
 *
 * @param hop the way it came
 * @param peer the neighbour it came from, or null
 * @param user the user who pays: who has signed in with it, or for whom an application of ours sent
 *     it; null for anybody else
 * @param payer what an application of ours said of who pays; null for what came over the network
 */
public record Inbound(Hop hop, @Nullable Peer peer, @Nullable User user, @Nullable Payer payer) {

  public static Inbound ofUser(Hop hop, User user) {
    return new Inbound(hop, null, user, null);
  }

  /** A neighbour, or a stranger when there is none. */
  public static Inbound ofServer(Hop hop, @Nullable Peer peer) {
    return new Inbound(hop, peer, null, null);
  }

  public static Inbound ofApplication(Hop hop, Payer payer, Directory directory) {
    User user =
        switch (payer) {
          case Payer.User of -> directory.user(of.extension());
          case Payer.Transferor of -> directory.user(of.extension());
          default -> null;
        };
    return new Inbound(hop, null, user, payer);
  }

  /** Whether an application of ours sent it. */
  public boolean ours() {
    return payer != null;
  }

  /** The user who has signed in with this very request, or null. */
  public @Nullable User signedIn() {
    return ours() ? null : user;
  }

  /** The user whose call it is: who pays, unless that is who has sent it on; or null. */
  public @Nullable User calls() {
    return payer instanceof Payer.Transferor ? null : user;
  }

  /** The user who has signed in, as an address of record. */
  public @Nullable Aor signedIn(Directory directory) {
    User its = signedIn();
    return its == null ? null : new Aor(its.extension(), directory.domain());
  }

  /** The trunk that the call came by, or null. */
  public @Nullable String trunk() {
    return payer instanceof Payer.Network network ? network.trunk() : null;
  }

  /**
   * Whether it may call an application by its name. Others reach applications by what a plan gives
   * them.
   */
  public boolean knowsApplications() {
    return user != null || peer != null || payer instanceof Payer.Site;
  }

  /**
   * Who calls, for the plan.
   *
   * @param number as it is said to be
   */
  public Caller caller(@Nullable String number, boolean anonymous) {
    if (user != null) {
      return new Caller.OurUser(user, anonymous);
    }
    return switch (payer) {
      case Payer.Site site -> new Caller.Ourselves(number, anonymous);
      case Payer.Network network -> new Caller.Network(network.trunk(), number, anonymous);
      case null ->
          peer == null
              ? new Caller.Stranger(number, anonymous)
              : new Caller.Neighbour(peer, number, anonymous);
      default -> new Caller.Unknown(number, anonymous);
    };
  }

  /** Whose identity is asserted. */
  public Identity.Origin origin() {
    if (ours()) {
      return new Identity.Origin.TrustedServer(); // an application knows whom it speaks for
    }
    if (user != null) {
      return new Identity.Origin.OurUser(user);
    }
    return peer != null ? new Identity.Origin.TrustedServer() : new Identity.Origin.Stranger();
  }
}
