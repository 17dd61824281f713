package org.belfry.media.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.belfry.media.ice.IceCredentials;
import org.belfry.media.relay.DtlsSide;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Protection;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Setup;
import org.belfry.media.sdp.negotiation.Keying;
import org.belfry.media.sdp.negotiation.LegMedia;
import org.belfry.media.server.MediaLeg;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpProtection;
import org.belfry.media.srtp.dtls.Dtls;
import org.belfry.media.srtp.dtls.DtlsEndpoint;
import org.belfry.media.srtp.dtls.DtlsEvent;
import org.belfry.media.srtp.dtls.DtlsRole;
import org.belfry.media.srtp.dtls.Fingerprint;
import org.belfry.media.srtp.sdes.CryptoAttribute;
import org.jspecify.annotations.Nullable;

/**
 * One way to one device: a port, the ICE agent that finds the far end of it, and the keys. It
 * carries one line, or all lines of a bundle (RFC 8843).
 */
final class Carrier {
  private final MediaLeg first;
  private final String who;
  private final Dtls dtls;
  private final Consumer<String> notes;
  private final List<MediaLeg> legs = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable TransportAddress> dtlsRemote = new AtomicReference<>();
  private @Nullable IceLine ice;
  private List<Crypto> keys = List.of();
  private @Nullable SrtpProtection sdes;
  private @Nullable DtlsEndpoint endpoint;
  private volatile Keying keying = new Keying.Clear();
  private Protection protection = Protection.NONE;
  private @Nullable TransportAddress pair;

  /**
   * @param first the leg that has the port
   * @param who the device is, for people
   */
  Carrier(MediaLeg first, String who, Dtls dtls, Consumer<String> notes) {
    this.first = first;
    this.who = who;
    this.dtls = dtls;
    this.notes = notes;
    legs.add(first);
  }

  /** The leg that has the port. */
  MediaLeg first() {
    return first;
  }

  @Nullable IceLine ice() {
    return ice;
  }

  void ice(IceLine agent) {
    ice = agent;
    first.ice(agent);
  }

  void restartIce(IceCredentials fresh) {
    if (ice != null) {
      ice.restart(fresh);
    }
  }

  /** Ours for SDES, one for each suite. */
  List<Crypto> keys() {
    return keys;
  }

  void keys(List<Crypto> made) {
    keys = made;
  }

  /** Another leg uses the same port and the same keys. */
  synchronized void carries(MediaLeg leg) {
    legs.add(leg);
    leg.protect(protection);
    if (pair != null) {
      leg.selected(pair, 1);
    }
  }

  /** Whether the way of this agreement is found by ICE. */
  boolean findsItsWay(LegMedia media) {
    return media.ice() != null && ice != null;
  }

  /**
   * Offer and answer have come to this.
   *
   * @param remote where the device says it is, or null
   */
  void apply(LegMedia media, @Nullable TransportAddress remote) {
    boolean byIce = findsItsWay(media);
    protect(media.keying(), remote, byIce);
    if (byIce && media.ice() != null && ice != null) {
      ice.remote(media.ice());
      if (media.ice().lite() && !media.ice().candidates().isEmpty()) {
        // RFC 8445 §2.5: two agents that only answer use what the other's description says.
        var candidate = media.ice().candidates().getFirst();
        TransportAddress there = Line.address(candidate.address(), candidate.port());
        if (there != null) {
          select(there);
        }
      }
    }
  }

  /** ICE has found a way. On the control thread. */
  void selected(TransportAddress remote) {
    dtlsRemote.set(remote);
    boolean begins = false;
    synchronized (this) {
      select(remote);
      if (endpoint == null
          && keying instanceof Keying.Dtls wanted
          && wanted.role() == Setup.ACTIVE) {
        begins = open(wanted);
      }
    }
    if (begins) {
      notes.accept("a way to the " + who + " was found, the keys are being agreed on");
    }
  }

  private synchronized void select(TransportAddress remote) {
    pair = remote;
    legs.forEach(leg -> leg.selected(remote, 1));
  }

  private synchronized void protect(
      Keying wanted, @Nullable TransportAddress remote, boolean byIce) {
    Keying former = keying;
    keying = wanted;
    switch (wanted) {
      case Keying.Clear clear -> {
        endDtls();
        protect(Protection.NONE); // what had keys may get them again: its counters stay
      }
      case Keying.Sdes chosen -> {
        endDtls();
        SrtpKeys ours = keys(chosen.ours());
        SrtpKeys theirs = keys(chosen.theirs());
        if (ours == null || theirs == null) {
          protect(Protection.AWAITING_KEYS);
          notes.accept("the keys of the " + who + " cannot be used, so nothing is heard");
        } else {
          sdes = sdes == null ? new SrtpProtection(ours, theirs) : sdes.rekeyed(ours, theirs);
          protect(sdes);
          String suite = chosen.ours().suite();
          if (!(former instanceof Keying.Sdes before && before.ours().suite().equals(suite))) {
            notes.accept("sound of the " + who + " is encrypted: " + suite + " by SDES");
          }
        }
      }
      case Keying.Dtls chosen -> {
        boolean same =
            former instanceof Keying.Dtls before
                && before.theirs().equals(chosen.theirs())
                && endpoint != null
                && endpoint.phase() != DtlsEndpoint.Phase.ENDED;
        if (!same) {
          endDtls();
          protect(Protection.AWAITING_KEYS);
          if (!byIce && remote != null) {
            dtlsRemote.set(remote);
          }
          if (chosen.role() != Setup.ACTIVE || !byIce || pair != null) {
            open(chosen);
          }
        }
      }
    }
  }

  private void protect(Protection by) {
    protection = by;
    legs.forEach(leg -> leg.protect(by));
  }

  private boolean open(Keying.Dtls wanted) {
    List<Fingerprint> announced = new ArrayList<>();
    for (var each : wanted.theirs()) {
      Optional<Fingerprint> read = Fingerprint.parse(each.text());
      read.ifPresent(announced::add);
    }
    if (announced.isEmpty()) {
      notes.accept("no fingerprint of the " + who + " can be checked, so nothing is heard");
      return false;
    }
    AtomicReference<@Nullable DtlsEndpoint> itself = new AtomicReference<>();
    DtlsEndpoint opened =
        dtls.open(
            wanted.role() == Setup.ACTIVE ? DtlsRole.ACTIVE : DtlsRole.PASSIVE,
            announced,
            this::sendRecord,
            event -> happened(itself, event));
    itself.set(opened);
    endpoint = opened;
    first.dtls(
        new DtlsSide() {
          @Override
          public void received(byte[] record, TransportAddress from, int component) {
            if (component != 1) {
              return; // RTCP on a port of its own would be an association of its own (RFC 5764 §3)
            }
            if (ice == null && !hasKeys(opened)) {
              dtlsRemote.set(from); // its description may name an address behind a NAT
            }
            opened.received(record);
          }
        });
    return true;
  }

  private static boolean hasKeys(DtlsEndpoint of) {
    return switch (of.phase()) {
      case RESTING, READING -> true;
      case WAITING, HANDSHAKING, ENDED -> false;
    };
  }

  private void sendRecord(byte[] record) {
    TransportAddress to = dtlsRemote.get();
    if (to != null) {
      first.sendRaw(record, to, 1);
    }
  }

  private void happened(AtomicReference<@Nullable DtlsEndpoint> from, DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Connected connected -> {
        synchronized (this) {
          if (endpoint == null || from.get() != endpoint) {
            return; // signalling has agreed on something else meanwhile
          }
          protect(connected.protection());
        }
        notes.accept("sound of the " + who + " is encrypted: " + connected.protection().suite());
      }
      case DtlsEvent.Failed failed ->
          notes.accept("the " + who + " and we have no keys: " + failed.why());
      case DtlsEvent.Closed closed -> notes.accept("the " + who + ": " + closed.why());
    }
  }

  private void endDtls() {
    if (endpoint != null) {
      first.dtls(null);
      endpoint.close();
      endpoint = null;
    }
  }

  /** How it encrypts: {@code SDES}, {@code DTLS} or empty. */
  String protection() {
    return switch (keying) {
      case Keying.Clear clear -> "";
      case Keying.Sdes chosen -> "SDES";
      case Keying.Dtls chosen -> "DTLS";
    };
  }

  /** Its agent and its handshake end; the legs are closed by their lines. */
  void close() {
    synchronized (this) {
      endDtls();
    }
    if (ice != null) {
      ice.close();
    }
  }

  private static @Nullable SrtpKeys keys(Crypto line) {
    return CryptoAttribute.parse(line.text())
            instanceof CryptoAttribute.Usable(CryptoAttribute usable)
        ? usable.keys()
        : null;
  }
}
