package org.belfry.media.session;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.AddressText;
import org.belfry.media.ice.CandidatePolicy;
import org.belfry.media.ice.IceCredentials;
import org.belfry.media.ice.IceEvent;
import org.belfry.media.relay.LegSettings;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Fingerprint;
import org.belfry.media.sdp.Group;
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
final class SessionSide {
  private static final int DISCARD = 9;

  private final MediaSessions world;
  private final CallLines owner;
  private final MediaCall call;
  private final Side side;
  private final String who;
  private final String name;
  private Device device;
  private @Nullable SideProfile speaks;
  private final List<@Nullable Line> lines = new ArrayList<>();

  SessionSide(
      MediaSessions world,
      CallLines owner,
      MediaCall call,
      Side side,
      String who,
      String name,
      Device device) {
    this.world = world;
    this.owner = owner;
    this.call = call;
    this.side = side;
    this.who = who;
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

  /** The device has described itself, and we have taken that. */
  void described(SessionDescription itself) {
    speaks = SideProfile.like(itself);
  }

  /** How the device speaks, as it said last; null as long as it has said nothing. */
  @Nullable SideProfile speaks() {
    return speaks;
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
   * @param ours whether the device is offered these lines by us: then all that may share a port do
   * @throws NoPort when a line needs one and there is none
   */
  void open(SessionDescription shape, SideProfile profile, boolean ours) throws NoPort {
    for (int i = 0; i < shape.media().size(); i++) {
      if (lines.size() <= i) {
        lines.add(null);
      }
      MediaDescription section = shape.media().get(i);
      if (lines.get(i) == null && !section.isDisabled() && carries(section)) {
        MediaTransport shared =
            profile.bundle() && section.isRtp() ? bundle(shape, section, ours) : null;
        lines.set(
            i,
            shared == null ? open(i, section.type(), profile) : share(i, section.type(), shared));
      }
    }
  }

  /**
   * The carrier that a new line of a browser joins (RFC 8843 §7.2, §7.3); null for one of its own.
   */
  private @Nullable MediaTransport bundle(
      SessionDescription shape, MediaDescription section, boolean ours) {
    for (int i = 0; i < Math.min(lines.size(), shape.media().size()); i++) {
      Line line = lines.get(i);
      boolean together = ours || areBundled(shape, section, shape.media().get(i));
      if (line != null && together && shape.media().get(i).isRtp()) {
        return line.carrier();
      }
    }
    return null;
  }

  private static boolean areBundled(
      SessionDescription offer, MediaDescription one, MediaDescription other) {
    return offer.groups().stream()
        .filter(group -> group.semantics().equals(Group.BUNDLE))
        .anyMatch(group -> group.mids().contains(one.mid()) && group.mids().contains(other.mid()));
  }

  /**
   * What we are to the device in our offer of these lines.
   *
   * @param sessionId of our descriptions to it
   * @param shape the other side's lines
   * @param withKeys whether keys for SDES may be needed
   * @throws NoPort when a line needs one and there is none
   */
  LocalSide offered(long sessionId, SessionDescription shape, SideProfile profile, boolean withKeys)
      throws NoPort {
    open(shape, profile, true);
    return local(sessionId, shape, profile, withKeys);
  }

  /**
   * What we are to the device in our answer to its own offer; the rest as for {@link #offered}.
   *
   * @throws NoPort when a line needs one and there is none
   */
  LocalSide answered(
      long sessionId, SessionDescription offer, SideProfile profile, boolean withKeys)
      throws NoPort {
    open(offer, profile, false);
    return local(sessionId, offer, profile, withKeys);
  }

  private LocalSide local(
      long sessionId, SessionDescription shape, SideProfile profile, boolean withKeys) {
    List<LocalMedia> media = new ArrayList<>();
    String shown = AddressText.of(shown());
    for (int i = 0; i < shape.media().size(); i++) {
      Line line = lines.get(i);
      media.add(
          line == null ? LocalMedia.plain(shown, DISCARD) : local(line, shown, profile, withKeys));
    }
    return new LocalSide(sessionId, shown, media);
  }

  /** ICE begins anew on all lines. */
  void restartIce() {
    lines().stream()
        .map(Line::carrier)
        .distinct()
        .forEach(carrier -> carrier.restartIce(IceCredentials.next(world.random())));
  }

  private static boolean carries(MediaDescription section) {
    return section.type().equals("audio")
        || section.type().equals("video")
        || section.type().equals("image");
  }

  private LocalMedia local(Line line, String shown, SideProfile profile, boolean withKeys) {
    MediaTransport carrier = line.carrier();
    if (withKeys && carrier.keys().isEmpty()) {
      carrier.keys(keys(profile));
    }
    MediaLeg leg = line.leg();
    LocalMedia media =
        new LocalMedia(
            shown,
            leg.rtp().port(),
            leg.rtcp().port(),
            null,
            Fingerprint.of(world.dtls().fingerprint().hash(), world.dtls().fingerprint().bytes()),
            carrier.keys(),
            new LocalMedia.LocalSource(leg.ssrc() & 0xffff_ffffL, world.cname()));
    return carrier.ice() == null ? media : media.withIce(carrier.ice().local());
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
        MediaTransport carrier = new MediaTransport(leg, who, world.dtls(), owner::note);
        if (profile.ice()) {
          carrier.ice(agent(leg, carrier));
        }
        return opened(new Line(side, who, type, leg, carrier));
      }
    }
  }

  private Line share(int index, String type, MediaTransport carrier) {
    MediaLeg leg = carrier.first().share(name + "." + index, LegSettings.of(Line.kind(type)));
    carrier.carries(leg);
    return opened(new Line(side, who, type, leg, carrier));
  }

  private Line opened(Line line) {
    owner.opened(line);
    return line;
  }

  private IceLine agent(MediaLeg leg, MediaTransport carrier) {
    InetSocketAddress base = leg.rtp().socketAddress();
    InetAddress outside = shown();
    return new IceLine(
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
        event -> happened(carrier, event));
  }

  private void happened(MediaTransport carrier, IceEvent event) {
    switch (event) {
      case IceEvent.Selected selected -> {
        carrier.selected(TransportAddress.of(selected.pair().remote()), selected.checked());
        owner.note(
            "media of the "
                + who
                + " runs by "
                + AddressText.of(selected.pair().remote().getAddress()));
      }
      case IceEvent.ConsentLost lost ->
          owner.note("the " + who + " does not answer any more: " + lost.why());
      case IceEvent.Failed failed ->
          owner.note("no way to the " + who + " was found: " + failed.why());
      case IceEvent.Restarted restarted -> {
        // its credentials are in our next description
      }
    }
  }

  private InetAddress shown() {
    return world.ourAddress().shown(device.local(), device.remote());
  }
}
