package org.belfry.pbx.transaction;

import java.util.Objects;
import org.belfry.pbx.sip.CSeq;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** A request that came in. */
public final class ServerEntry extends TransactionEntry {
  final ServerKey key;
  ServerTransaction machine;
  ServerState state;

  private final @Nullable ClientUser inside;

  private final @Nullable SipRequest request;

  private @Nullable Hop source;

  /** Set for the first transaction of a request that may come along several ways. */
  @Nullable Copies copies;

  /**
   * What copies of a request have in common (RFC 3261 §8.2.2.2). The Request-URI too: a server
   * before us may have forked to several of our users, and each of those copies is ours to proxy.
   */
  record Copies(String callId, @Nullable String fromTag, CSeq cseq, String uri) {
    static Copies of(SipRequest request) {
      return new Copies(request.callId(), request.fromTag(), request.cseq(), request.uriText());
    }
  }

  private @Nullable ServerUser user;
  private @Nullable String answeredBy;

  ServerEntry(ServerKey key, ServerTransaction machine, Hop replyHop) {
    super(replyHop);
    this.key = key;
    this.machine = machine;
    this.state = machine.first();
    this.inside = null;
    this.request = null;
  }

  /** Of a request from inside: nothing is lost on the way, so the machine has no part in it. */
  ServerEntry(
      ServerKey key, ServerTransaction machine, Hop hop, SipRequest request, ClientUser from) {
    super(hop);
    this.key = key;
    this.machine = machine;
    this.state = machine.first();
    this.inside = from;
    this.request = request;
  }

  /** Who in this process sent it, or null when it came over the network. */
  public @Nullable ClientUser inside() {
    return inside;
  }

  /** What works on it, or null when we answered it ourselves or the work is done. */
  public @Nullable ServerUser user() {
    return user;
  }

  /** Gives it to what works on it, or to nobody any more. */
  public void user(@Nullable ServerUser next) {
    user = next;
  }

  /** The extension of our user whose device has answered, for one from inside; else null. */
  public @Nullable String answeredBy() {
    return answeredBy;
  }

  /** Notes whose device has answered. */
  public void answeredBy(@Nullable String extension) {
    answeredBy = extension;
  }

  /** Notes where it came from over the network. */
  public void source(Hop from) {
    source = from;
  }

  /**
   * True for the way that the request came, as its CANCEL must (RFC 3261 §9.1, §22): by the same
   * connection, or from the same host, where a NAT may have given it another port meanwhile.
   */
  public boolean cameBy(Hop way) {
    Hop its = source;
    return its != null
        && its.transport() == way.transport()
        && its.connection() == way.connection()
        && its.remote().getAddress().equals(way.remote().getAddress());
  }

  /** The request itself, of one from inside. */
  public SipRequest request() {
    return Objects.requireNonNull(request, "it came over the network");
  }
}
