package org.belfry.media.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.belfry.media.ice.IceCredentials;
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
final class MediaTransport {
  private final MediaLeg first;
  private final String who;
  private final Consumer<String> notes;
  private final List<MediaLeg> legs = new CopyOnWriteArrayList<>();
  private final Association rtp;
  private final Association rtcp;
  private @Nullable IceLine ice;
  private List<Crypto> keys = List.of();
  private @Nullable SrtpProtection sdes;
  private volatile Keying keying = new Keying.Clear();
  private boolean rtcpApart;
  private Protection protection = Protection.NONE;
  private @Nullable Protection rtcpProtection;
  private @Nullable TransportAddress pair;
  private boolean checked;

  /**
   * @param first the leg that has the port
   * @param who the device is, for people
   */
  MediaTransport(MediaLeg first, String who, Dtls dtls, Consumer<String> notes) {
    this.first = first;
    this.who = who;
    this.notes = notes;
    this.rtp = new Association(first, 1, dtls, this::happened);
    this.rtcp = new Association(first, 2, dtls, this::happenedToRtcp);
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
    leg.protect(protection, ofRtcp());
    if (pair != null) {
      leg.selected(pair, 1, checked);
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
    protect(media, remote, byIce);
    if (byIce && media.ice() != null && ice != null) {
      ice.remote(media.ice());
      if (media.ice().lite() && !media.ice().candidates().isEmpty()) {
        // RFC 8445 §2.5: two agents that only answer use what the other's description says.
        var candidate = media.ice().candidates().getFirst();
        TransportAddress there = Line.address(candidate.address(), candidate.port());
        if (there != null) {
          select(there, false);
        }
      }
    }
  }

  /** ICE has found a way. On the control thread. */
  void selected(TransportAddress remote, boolean byCheck) {
    rtp.remote(remote);
    boolean begins = false;
    synchronized (this) {
      select(remote, byCheck);
      if (!rtp.hasBegun()
          && keying instanceof Keying.Dtls wanted
          && wanted.role() == Setup.ACTIVE) {
        begins = open(wanted);
      }
    }
    if (begins) {
      notes.accept("a way to the " + who + " was found, the keys are being agreed on");
    }
  }

  private synchronized void select(TransportAddress remote, boolean byCheck) {
    pair = remote;
    checked = byCheck;
    legs.forEach(leg -> leg.selected(remote, 1, byCheck));
  }

  private synchronized void protect(
      LegMedia media, @Nullable TransportAddress remote, boolean byIce) {
    Keying former = keying;
    Keying wanted = media.keying();
    keying = wanted;
    rtcpApart = !byIce && !media.rtcpMux() && !first.rtcp().equals(first.rtp());
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
                && rtp.isOpen();
        if (!same) {
          endDtls();
          protect(Protection.AWAITING_KEYS);
          if (!byIce && remote != null) {
            rtp.remote(remote);
          }
          if (chosen.role() != Setup.ACTIVE || !byIce || pair != null) {
            open(chosen);
          }
        }
        protectRtcp(chosen, Line.address(media.remoteRtcpAddress(), media.remoteRtcpPort()));
      }
    }
  }

  /**
   * RTCP on a port of its own gets keys of its own (RFC 5764 §3). Where we begin, after those of
   * RTP.
   */
  private void protectRtcp(Keying.Dtls chosen, @Nullable TransportAddress remote) {
    if (!rtcpApart) {
      endRtcp();
    } else if (!rtcp.isOpen()) {
      if (remote != null) {
        rtcp.remote(remote);
      }
      if (chosen.role() != Setup.ACTIVE || rtp.hasKeys()) {
        openRtcp(chosen);
      }
    }
  }

  private void protect(Protection by) {
    protection = by;
    tellLegs();
  }

  private void tellLegs() {
    legs.forEach(leg -> leg.protect(protection, ofRtcp()));
  }

  /**
   * Of RTCP on its own port. Until it has keys of its own, those of RTP: some phones have no
   * others.
   */
  private Protection ofRtcp() {
    return rtcpProtection == null ? protection : rtcpProtection;
  }

  private boolean open(Keying.Dtls wanted) {
    List<Fingerprint> announced = announced(wanted);
    if (announced.isEmpty()) {
      notes.accept("no fingerprint of the " + who + " can be checked, so nothing is heard");
      return false;
    }
    rtp.open(role(wanted), announced);
    first.dtls((record, from, component) ->
        (component == 1 ? rtp : rtcp).received(record, from, ice == null));
    return true;
  }

  private void openRtcp(Keying.Dtls wanted) {
    List<Fingerprint> announced = announced(wanted);
    if (!announced.isEmpty()) {
      rtcp.open(role(wanted), announced);
    }
  }

  private static DtlsRole role(Keying.Dtls wanted) {
    return wanted.role() == Setup.ACTIVE ? DtlsRole.ACTIVE : DtlsRole.PASSIVE;
  }

  private static List<Fingerprint> announced(Keying.Dtls wanted) {
    return wanted.theirs().stream()
        .flatMap(each -> Fingerprint.parse(each.text()).stream())
        .toList();
  }

  private void happened(Supplier<@Nullable DtlsEndpoint> from, DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Connected connected -> {
        synchronized (this) {
          if (!rtp.isOf(from)) {
            return; // signalling has agreed on something else meanwhile
          }
          protect(connected.protection());
          if (rtcpApart && !rtcp.isOpen() && keying instanceof Keying.Dtls wanted) {
            openRtcp(wanted);
          }
        }
        notes.accept("sound of the " + who + " is encrypted: " + connected.protection().suite());
      }
      case DtlsEvent.Failed failed ->
          notes.accept("the " + who + " and we have no keys: " + failed.why());
      case DtlsEvent.Closed closed -> notes.accept("the " + who + ": " + closed.why());
    }
  }

  private void happenedToRtcp(Supplier<@Nullable DtlsEndpoint> from, DtlsEvent event) {
    switch (event) {
      case DtlsEvent.Connected connected -> {
        synchronized (this) {
          if (rtcp.isOf(from)) {
            rtcpProtection = connected.protection();
            tellLegs();
          }
        }
      }
      case DtlsEvent.Failed failed ->
          notes.accept("RTCP of the " + who + " has no keys of its own: " + failed.why());
      case DtlsEvent.Closed closed -> {
        // with that of RTP, which tells
      }
    }
  }

  private void endDtls() {
    if (rtp.close()) {
      first.dtls(null);
    }
    endRtcp();
  }

  private void endRtcp() {
    rtcp.close();
    if (rtcpProtection != null) {
      rtcpProtection = null;
      tellLegs();
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
