package org.belfry.pbx.proxy;

import java.time.Instant;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * REFER within a forwarded dialog (RFC 3515, RFC 5589): who may transfer whom where, and by whom
 * the transfer is said to be (RFC 3892).
 */
final class DialogReferrals {
  private final ProxyPorts ports;
  private final ReplacingRights rights;
  private final DialogParties parties;

  DialogReferrals(ProxyPorts ports, ReplacingRights rights, DialogParties parties) {
    this.ports = ports;
    this.rights = rights;
    this.parties = parties;
  }

  /**
   * Whether a REFER may go on; whoever follows it by Replaces may do so then. A leg of ours follows
   * it itself, and its sender pays.
   *
   * @param part null when nothing is known of its dialog (any more): anybody may have sent it
   */
  boolean mayGo(
      SipRequest refer, CallMedia.@Nullable Part part, boolean toLeg, Hop from, Instant now) {
    if (part == null && toLeg) {
      return true;
    }
    Directory directory = ports.directory().get();
    Peer peer = part == null ? null : DialogParties.peer(part, from, directory);
    Aor sender = part == null ? null : parties.sender(refer, part, now);
    Aor transferee = part == null || toLeg ? null : part.dialog().receiver(refer);
    if (!toLeg
        && !rights.mayTransfer(
            refer,
            user(sender, directory),
            peer,
            user(transferee, directory),
            ports.planning(),
            now)) {
      return false;
    }
    rights.refers(refer, sender, peer != null, transferee, directory, now);
    return true;
  }

  private static @Nullable User user(@Nullable Aor aor, Directory directory) {
    return aor == null ? null : directory.user(aor.user());
  }

  /** Who transfers is named, as the one who is transferred has to pass on (RFC 3892 §2). */
  SipRequest referredBy(SipRequest refer, CallMedia.@Nullable Part part, Instant now) {
    Aor sender = part == null ? null : parties.sender(refer, part, now);
    if (sender == null) {
      return refer;
    }
    SipRequest named = ports.applications().transferring(refer, sender, ports.directory().get());
    return named.has(HeaderName.REFERRED_BY)
        ? named
        : named.edit().add(HeaderName.REFERRED_BY, "<" + sender + ">").done();
  }
}
