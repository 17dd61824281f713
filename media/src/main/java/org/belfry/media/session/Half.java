package org.belfry.media.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.ice.CandidatePolicy;
import org.belfry.media.ice.IceCredentials;
import org.belfry.media.ice.IceEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.LocalMedia;
import org.belfry.media.sdp.negotiation.LocalSide;
import org.belfry.media.sdp.negotiation.Side;
import org.belfry.media.sdp.negotiation.SideProfile;
import org.belfry.media.server.LegOpening;
import org.belfry.media.server.MediaCall;
import org.belfry.media.server.MediaLeg;
import org.belfry.media.srtp.SrtpKeys;
import org.belfry.media.srtp.SrtpSuite;
import org.belfry.media.srtp.sdes.Sdes;
import org.jspecify.annotations.Nullable;

/**
 * What we are to one device: a line for each media line, made when the first description with it
 * passes.
 */
final class Half {
  private static final int DISCARD = 9;

  private final MediaSessions world;
  private final MediaSession session;
  private final MediaCall call;
  private final Side side;
  private final String name;
  private Device device;
  private final List<@Nullable Line> lines = new ArrayList<>();

  Half(
      MediaSessions world,
      MediaSession session,
      MediaCall call,
      Side side,
      String name,
      Device device) {
    this.world = world;
    this.session = session;
    this.call = call;
    this.side = side;
    this.name = name;
    this.device = device;
  }

  Device device() {
    return device;
  }

  /** Signalling may come from elsewhere by now. */
  void device(Device now) {
    device = now;
  }

  @Nullable Line line(int index) {
    return index < lines.size() ? lines.get(index) : null;
  }

  List<Line> lines() {
    List<Line> there = new ArrayList<>();
    for (Line line : lines) {
      if (line != null) {
        there.add(line);
      }
    }
    return there;
  }

  /**
   * Opens the lines that a description needs and that are not there yet.
   *
   * @throws NoPort when a line needs one and there is none
   */
  void open(SessionDescription offer, SideProfile profile) throws NoPort {
    for (int i = 0; i < offer.media().size(); i++) {
      if (lines.size() <= i) {
        lines.add(null);
      }
      MediaDescription section = offer.media().get(i);
      if (lines.get(i) == null && section.port() != 0 && carries(section)) {
        lines.set(i, open(i, section.type(), profile));
      }
    }
  }

  /**
   * What we are to the device in the description that answers or repeats these lines.
   *
   * @param sessionId of our descriptions to it
   * @param withKeys whether keys for SDES may be needed
   * @throws NoPort when a line needs one and there is none
   */
  LocalSide local(long sessionId, SessionDescription offer, SideProfile profile, boolean withKeys)
      throws NoPort {
    open(offer, profile);
    List<LocalMedia> media = new ArrayList<>();
    String shown = shown().getHostAddress();
    for (int i = 0; i < offer.media().size(); i++) {
      Line line = lines.get(i);
      media.add(
          line == null ? LocalMedia.plain(shown, DISCARD) : local(line, shown, profile, withKeys));
    }
    return new LocalSide(sessionId, shown, media);
  }

  /** ICE begins anew on all lines. */
  void restartIce() {
    for (Line line : lines()) {
      if (line.ice() != null) {
        line.ice().restart(IceCredentials.next(world.random()));
      }
    }
  }

  private static boolean carries(MediaDescription section) {
    return section.type().equals("audio")
        || section.type().equals("video")
        || section.type().equals("image");
  }

  private LocalMedia local(Line line, String shown, SideProfile profile, boolean withKeys) {
    if (withKeys && line.keys().isEmpty()) {
      line.keys(keys(profile));
    }
    MediaLeg leg = line.leg();
    LocalMedia media =
        new LocalMedia(
            shown,
            leg.rtp().port(),
            leg.rtcp().port(),
            null,
            Fingerprint.of(world.dtls().fingerprint().hash(), world.dtls().fingerprint().bytes()),
            line.keys(),
            new LocalMedia.LocalSource(leg.ssrc() & 0xffff_ffffL, world.cname()));
    return line.ice() == null ? media : media.withIce(line.ice().local());
  }

  private List<Crypto> keys(SideProfile profile) {
    List<Crypto> made = new ArrayList<>();
    for (String suite : profile.suites()) {
      SrtpSuite known = SrtpSuite.named(suite).orElse(null);
      if (known != null) {
        SrtpKeys fresh = Sdes.fresh(known, world.random());
        byte[] both = new byte[fresh.key().length + fresh.salt().length];
        System.arraycopy(fresh.key(), 0, both, 0, fresh.key().length);
        System.arraycopy(fresh.salt(), 0, both, fresh.key().length, fresh.salt().length);
        made.add(Crypto.of(made.size() + 1, suite, both));
      }
    }
    return made;
  }

  private Line open(int index, String type, SideProfile profile) throws NoPort {
    LegOpening opening =
        call.open(
            name + "." + index,
            world.addressName(device.local()),
            !profile.ice(),
            LegSettings.of(Line.kind(type)));
    switch (opening) {
      case LegOpening.NoPort none -> throw new NoPort(none.why());
      case LegOpening.Opened(MediaLeg leg) -> {
        IceLine ice = null;
        Line[] made = new Line[1];
        if (profile.ice()) {
          InetSocketAddress base = leg.rtp().socketAddress();
          InetAddress outside = shown();
          ice =
              new IceLine(
                  world.control(),
                  world.clock(),
                  leg,
                  world.settings().ice(),
                  IceCredentials.next(world.random()),
                  new CandidatePolicy(
                          world.settings().excluded(),
                          outside.equals(base.getAddress()) ? List.of() : List.of(outside),
                          base.getAddress().isLoopbackAddress())
                      .candidates(List.of(base), 1),
                  event -> happened(made[0], event));
          leg.ice(ice);
        }
        Line line = new Line(side, type, leg, ice, world.dtls(), session::note);
        made[0] = line;
        session.opened(line);
        return line;
      }
    }
  }

  private void happened(@Nullable Line line, IceEvent event) {
    if (line == null) {
      return;
    }
    switch (event) {
      case IceEvent.Selected selected -> {
        line.selected(TransportAddress.of(selected.pair().remote()));
        session.note(
            "media of the "
                + line.who()
                + " runs by "
                + selected.pair().remote().getAddress().getHostAddress());
      }
      case IceEvent.ConsentLost lost ->
          session.note("the " + line.who() + " does not answer any more: " + lost.why());
      case IceEvent.Failed failed ->
          session.note("no way to the " + line.who() + " was found: " + failed.why());
      case IceEvent.Restarted restarted -> {
        // its credentials are in our next description
      }
    }
  }

  private InetAddress shown() {
    return world.ourAddress().shown(device.local(), device.remote());
  }
}
