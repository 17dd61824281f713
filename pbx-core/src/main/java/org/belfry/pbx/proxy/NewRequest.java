package org.belfry.pbx.proxy;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.inbound.Inbound;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.transaction.ServerEntry;

/**
 * A request outside a dialog that is to be forwarded.
 *
 * @param entry its transaction
 * @param request as it came
 * @param uri whom it calls
 * @param inbound who sent it
 * @param from who it says to be from
 * @param directory the snapshot that holds for it
 */
record NewRequest(
    ServerEntry entry,
    SipRequest request,
    SipUri uri,
    Inbound inbound,
    NameAddr from,
    Directory directory) {

  NewRequest(
      ServerEntry entry, SipRequest request, SipUri uri, Inbound inbound, Directory directory) {
    this(
        entry,
        request,
        uri,
        inbound,
        Grammar.nameAddr(request.mandatory(HeaderName.FROM)),
        directory);
  }

  /** The same request, calling somebody else. */
  NewRequest calling(SipUri other) {
    return new NewRequest(entry, request, other, inbound, from, directory);
  }

  boolean invites() {
    return request.method().equals(Method.INVITE);
  }
}
