package org.belfry.media.session;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.server.MediaLeg;
import org.belfry.media.srtp.dtls.Dtls;
import org.belfry.media.srtp.dtls.DtlsEndpoint;
import org.belfry.media.srtp.dtls.DtlsEvent;
import org.belfry.media.srtp.dtls.DtlsRole;
import org.belfry.media.srtp.dtls.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The DTLS association of one port of a leg: that of RTP, or that of RTCP where it has its own;
 * then there are two, with keys of their own (RFC 5764 §3). Its owner opens and closes it under a
 * lock; records may come and go at any time.
 */
final class Association {
  private final MediaLeg leg;
  private final int component;
  private final Dtls dtls;
  private final BiConsumer<Supplier<@Nullable DtlsEndpoint>, DtlsEvent> events;
  private final AtomicReference<@Nullable TransportAddress> remote = new AtomicReference<>();
  private volatile @Nullable DtlsEndpoint endpoint;

  /**
   * @param component 1 for the port of RTP, 2 for that of RTCP
   * @param events what an endpoint of it tells, perhaps one that was closed meanwhile: under the
   *     owner's lock {@link #isOf} says whether
   */
  Association(
      MediaLeg leg,
      int component,
      Dtls dtls,
      BiConsumer<Supplier<@Nullable DtlsEndpoint>, DtlsEvent> events) {
    this.leg = leg;
    this.component = component;
    this.dtls = dtls;
    this.events = events;
  }

  /** Where its records go, until one from elsewhere comes before there are keys. */
  void remote(TransportAddress there) {
    remote.set(there);
  }

  /** Shakes hands, or waits for the other side to begin. It must not be open. */
  void open(DtlsRole role, List<Fingerprint> announced) {
    AtomicReference<@Nullable DtlsEndpoint> itself = new AtomicReference<>();
    DtlsEndpoint opened =
        dtls.open(role, announced, this::send, event -> events.accept(itself::get, event));
    itself.set(opened);
    endpoint = opened;
  }

  /**
   * A record came.
   *
   * @param learns whether the sender is where ours go, as long as there are no keys: a description
   *     may name an address behind a NAT
   */
  void received(byte[] record, TransportAddress from, boolean learns) {
    DtlsEndpoint present = endpoint;
    if (present != null) {
      if (learns && !hasKeys()) {
        remote.set(from);
      }
      present.received(record);
    }
  }

  private void send(byte[] record) {
    TransportAddress to = remote.get();
    if (to != null) {
      leg.sendRaw(record, to, component);
    }
  }

  boolean isOf(Supplier<@Nullable DtlsEndpoint> one) {
    DtlsEndpoint present = endpoint;
    return present != null && one.get() == present;
  }

  /** Whether it was opened since it was last closed; it may have failed since. */
  boolean hasBegun() {
    return endpoint != null;
  }

  /** Whether it has begun and has not failed or ended. */
  boolean isOpen() {
    DtlsEndpoint present = endpoint;
    return present != null && present.phase() != DtlsEndpoint.Phase.ENDED;
  }

  boolean hasKeys() {
    DtlsEndpoint present = endpoint;
    return present != null
        && switch (present.phase()) {
          case RESTING, READING -> true;
          case WAITING, HANDSHAKING, ENDED -> false;
        };
  }

  /** Says whether there was one. */
  boolean close() {
    DtlsEndpoint present = endpoint;
    endpoint = null;
    if (present != null) {
      present.close();
    }
    return present != null;
  }
}
