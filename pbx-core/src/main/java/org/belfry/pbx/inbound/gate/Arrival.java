package org.belfry.pbx.inbound.gate;

import java.time.Instant;
import java.util.Objects;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.transaction.ServerEntry;
import org.belfry.pbx.transaction.ServerKey;
import org.jspecify.annotations.Nullable;

/** A request as gates see it, with the way it came. */
public final class Arrival {
  private final SipRequest request;
  private final Hop from;
  private final Instant now;
  private final @Nullable ServerEntry entry;
  private final @Nullable ServerKey key;
  private final @Nullable Hop reply;
  private final boolean inDialog;

  private Arrival(
      SipRequest request,
      Hop from,
      Instant now,
      @Nullable ServerEntry entry,
      @Nullable ServerKey key,
      @Nullable Hop reply,
      boolean inDialog) {
    this.request = request;
    this.from = from;
    this.now = now;
    this.entry = entry;
    this.key = key;
    this.reply = reply;
    this.inDialog = inDialog;
  }

  /** As it was received; it may be malformed. */
  public static Arrival received(SipRequest request, Hop from, Instant now) {
    return new Arrival(request, from, now, null, null, null, false);
  }

  /**
   * A well-formed one, with its source noted in its Via (RFC 3261 §18.2.1).
   *
   * @throws org.belfry.pbx.sip.message.MalformedHeader when a field cannot be read after all
   */
  public Arrival read() {
    SipRequest noted = Forwarding.noteSource(request, from);
    return new Arrival(
        noted, from, now, null, ServerKey.of(noted), Forwarding.replyHop(noted, from), false);
  }

  /** The same of a dialog that lives here. */
  public Arrival inDialog() {
    return new Arrival(request, from, now, entry, key, reply, true);
  }

  /** The same within its transaction. */
  public Arrival in(ServerEntry its) {
    return new Arrival(request, from, now, its, key, reply, inDialog);
  }

  /** The same with a request that has been made fit to go on. */
  public Arrival as(SipRequest other) {
    return new Arrival(other, from, now, entry, key, reply, inDialog);
  }

  public SipRequest request() {
    return request;
  }

  /** The way it came. */
  public Hop from() {
    return from;
  }

  public Instant now() {
    return now;
  }

  /** Whether it is of a dialog that lives here: neither a tag nor a Route alone makes one. */
  public boolean isInDialog() {
    return inDialog;
  }

  public boolean hasEntry() {
    return entry != null;
  }

  /** Its transaction, once one has been opened. */
  public ServerEntry entry() {
    return Objects.requireNonNull(entry, "no transaction is open");
  }

  /** What its transaction is found by, once it has been read. */
  public ServerKey key() {
    return Objects.requireNonNull(key, "it has not been read");
  }

  /** Where its responses go (RFC 3261 §18.2.2), once it has been read. */
  public Hop reply() {
    return Objects.requireNonNull(reply, "it has not been read");
  }
}
