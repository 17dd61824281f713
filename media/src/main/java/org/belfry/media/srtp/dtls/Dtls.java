package org.belfry.media.srtp.dtls;

import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.ThreadFactory;
import java.util.function.Consumer;

/**
 * Opens DTLS endpoints, all with one identity. One for the media server; used from any thread.
 *
 * <p>The session description comes first: an endpoint is opened once the other side's fingerprints
 * are known. A ClientHello that comes earlier may be dropped, it is sent again.
 */
public final class Dtls {
  private final DtlsSettings settings;
  private final DtlsIdentity identity;
  private final Credentials credentials;
  private final Turns turns;
  private final ThreadFactory threads;

  /**
   * @param threads makes the threads that handshakes wait on: virtual ones, as {@code
   *     Thread.ofVirtual().name("dtls-", 0).factory()} does
   */
  public Dtls(
      DtlsIdentity identity, DtlsSettings settings, SecureRandom random, ThreadFactory threads) {
    this.identity = identity;
    this.settings = settings;
    this.threads = threads;
    this.credentials = new Credentials(identity, random);
    this.turns = new Turns(settings.handshakes(), settings.timeout());
  }

  /** What our session descriptions announce. */
  public Fingerprint fingerprint() {
    return identity.fingerprint();
  }

  /** Handshakes that have begun and not ended. */
  int underWay() {
    return turns.underWay();
  }

  /**
   * Opens an endpoint. An active one begins at once; a passive one takes no thread until the other
   * side does.
   *
   * @param announced the fingerprints of the other side's session description, at least one
   * @param output takes the datagrams to send, on a thread of ours or the one that closes
   * @param listener is told on a thread of ours; must not block for long
   */
  public DtlsEndpoint open(
      DtlsRole role,
      List<Fingerprint> announced,
      Consumer<byte[]> output,
      Consumer<DtlsEvent> listener) {
    if (announced.isEmpty()) {
      throw new IllegalArgumentException("no fingerprint: anybody could answer");
    }
    DtlsEndpoint endpoint =
        new DtlsEndpoint(
            () -> side(role, new Agreement(settings.suites(), List.copyOf(announced))),
            role,
            settings,
            turns,
            threads,
            new DatagramQueue(settings, role == DtlsRole.PASSIVE, turns.turn(), output),
            listener);
    if (role == DtlsRole.ACTIVE) {
      endpoint.begin();
    }
    return endpoint;
  }

  private Attempt side(DtlsRole role, Agreement agreement) {
    Side side =
        role == DtlsRole.ACTIVE
            ? new ActiveSide(credentials, agreement, settings)
            : new PassiveSide(credentials, agreement, settings);
    return new Attempt(side, agreement);
  }

  /** One handshake. */
  record Attempt(Side side, Agreement agreement) {}
}
