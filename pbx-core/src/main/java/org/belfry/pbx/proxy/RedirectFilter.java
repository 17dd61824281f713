package org.belfry.pbx.proxy;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which places of a redirect (RFC 3261 §8.1.3.4) go back to the caller. */
final class RedirectFilter {
  private static final Logger LOG = LoggerFactory.getLogger(RedirectFilter.class);

  private final ProxyPorts ports;
  private final ReplacingRights rights;

  RedirectFilter(ProxyPorts ports, ReplacingRights rights) {
    this.ports = ports;
    this.rights = rights;
  }

  // DEVIATION RFC 3261 §16.7 step 5: a 3xx goes back with only those Contacts that the redirecting
  // user may dial, and without feature codes and speed dials. Phones follow as their own user, so a
  // redirect is a transfer requested by the callee. SentElsewhereTest
  SipResponse allowed(ProxyBranch branch, SipRequest request, SipResponse response, Instant now) {
    List<String> named = response.values(HeaderName.CONTACT);
    if (named.isEmpty()) {
      return response;
    }
    ProxyEntry.Attempt attempt = branch.entry().attempt(branch.index());
    Directory directory = ports.directory().get();
    InetSocketAddress from = branch.hop().remote();
    User user = user(attempt == null ? null : attempt.aor, directory);
    Peer peer = user == null ? directory.peerAt(from.getAddress(), from.getPort()) : null;
    User caller = user(branch.entry().signedIn, directory);
    List<String> kept = new ArrayList<>(named.size());
    for (String contact : named) {
      SipUri uri = readable(contact);
      if (uri != null
          && rights.mayRedirect(uri, user, peer, caller, request.callId(), ports.planning(), now)) {
        kept.add(contact);
      } else {
        LOG.info("call={} a redirect to {} goes no further", request.callId(), contact);
      }
    }
    if (kept.size() == named.size()) {
      return response;
    }
    return kept.isEmpty()
        ? request.respond(480, "Temporarily Unavailable", response.toTag()).done()
        : response.edit().set(HeaderName.CONTACT, String.join(", ", kept)).done();
  }

  private static @Nullable User user(@Nullable Aor aor, Directory directory) {
    return aor == null ? null : directory.user(aor.user());
  }

  /** Null for what is no address that is called. */
  private static @Nullable SipUri readable(String contact) {
    try {
      SipUri uri = Grammar.nameAddr(contact).uri();
      return uri.isSip() || uri.scheme().equals("tel") ? uri : null;
    } catch (MalformedHeader e) {
      return null;
    }
  }
}
