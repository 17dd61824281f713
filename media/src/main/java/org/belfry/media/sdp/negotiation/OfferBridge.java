package org.belfry.media.sdp.negotiation;

import static org.belfry.media.sdp.BadSdp.quoted;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.Crypto;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.Group;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/** Makes our offer to one side of the other's (RFC 3264 §5, §8). Used once. */
final class OfferBridge {
  private final CodecPolicy policy;
  private final SideState from;
  private final SessionDescription offer;
  private final LocalSide local;
  private final Set<String> hidden;
  private final List<LinePlan> plans = new ArrayList<>();
  private final List<List<Line>> sections = new ArrayList<>();
  private final List<String> bundle = new ArrayList<>();
  private final Set<Integer> told = new HashSet<>(); // transports, with their candidates
  private SideState to;
  private int bundleTransport;
  private boolean lite;

  /**
   * @param local what we are to the side that gets our offer
   */
  OfferBridge(
      CodecPolicy policy, SideState from, SideState to, SessionDescription offer, LocalSide local) {
    this.policy = policy;
    this.from = from;
    this.to = to;
    this.offer = offer;
    this.local = local;
    this.hidden = offer.addresses();
  }

  /**
   * @throws BadSdp if nothing of it can be offered on, or its encryption is not what is allowed
   */
  Offered run(Side side) throws BadSdp {
    for (int i = 0; i < offer.media().size(); i++) {
      add(i, offer.media().get(i));
    }
    refuseIfNothingIsLeft();
    var text =
        new DescriptionText(offer, passing(plans), local, List.copyOf(bundle), lite, sections);
    SessionDescription sent = text.after(to.sent());
    to = to.withSent(sent);
    return new Offered(side, offer, sent, plans);
  }

  /** The side that gets our offer, as it is afterwards. */
  SideState to() {
    return to;
  }

  private PassedLines passing(List<LinePlan> all) {
    boolean oneKind =
        all.stream().noneMatch(plan -> plan instanceof LinePlan.Rtp rtp && !rtp.isOneKind());
    return new PassedLines(oneKind, true, null, hidden);
  }

  private void add(int index, MediaDescription theirs) throws BadSdp {
    LineState state = to.line(index, theirs.type());
    var numbers = new Numbers(state.numbers());
    LinePlan plan = plan(index, theirs, state, numbers);
    String mid = mid(index, theirs, state, plan);
    state = state.withMid(mid).withNumbers(numbers.all());
    plans.add(plan);
    to = to.withLine(index, state);
    sections.add(
        switch (plan) {
          case LinePlan.Declined declined -> declined(declined, state);
          case LinePlan.Rtp rtp -> rtp(index, rtp, state);
          case LinePlan.Fax fax -> fax(fax, local.need(index));
        });
  }

  private @Nullable String mid(int index, MediaDescription theirs, LineState state, LinePlan plan) {
    boolean named =
        plan instanceof LinePlan.Rtp rtp
            ? rtp.to().isWebRtc()
            : Carriage.of(to.profile()).isWebRtc();
    if (state.mid() != null || !named) {
      return state.mid();
    }
    String mid = theirs.mid();
    if (mid != null && mid.length() <= 32 && offer.indexOf(mid) == index && !to.hasMid(mid)) {
      return mid;
    }
    for (int i = index; ; i++) {
      String free = Integer.toString(i);
      if (!to.hasMid(free) && offer.indexOf(free) < 0) {
        return free;
      }
    }
  }

  private LinePlan plan(int index, MediaDescription theirs, LineState state, Numbers numbers)
      throws BadSdp {
    if (theirs.isDisabled()) {
      return new LinePlan.Declined(theirs, null, "The offer does not use it");
    }
    if (!theirs.isRtp() && !theirs.isFax()) {
      return declined(
          theirs,
          Warning.TRANSPORT_PROTOCOL,
          "Media by " + quoted(theirs.protocol()) + " is not relayed");
    }
    Connection connection = theirs.connection();
    if (connection == null || connection.multicast()) {
      return declined(theirs, Warning.NETWORK_ADDRESS, "No call goes to a multicast address");
    }
    if (local.at(index) == null) {
      return declined(
          theirs, Warning.MEDIA_TYPE, "No " + quoted(theirs.type()) + " is relayed in this call");
    }
    return theirs.isFax()
        ? new LinePlan.Fax(theirs, direction(theirs))
        : planRtp(index, theirs, state, numbers);
  }

  private LinePlan planRtp(int index, MediaDescription theirs, LineState state, Numbers numbers)
      throws BadSdp {
    RtpTransport transport = RtpTransport.of(theirs.protocol());
    if (transport == null) {
      throw new IllegalStateException("RTP by " + theirs.protocol());
    }
    Carriage carriage = Carriage.of(theirs, transport);
    String lacking = KeyingChoice.lacking(theirs, carriage, from.profile());
    if (lacking != null) {
      return declined(theirs, Warning.ATTRIBUTE, lacking);
    }
    KeyingChoice.checkOffer(index, theirs, carriage, from.profile());
    if (theirs.port() == 0 && !isBundled(theirs)) {
      return declined(
          theirs, Warning.ATTRIBUTE, "It asks for a place in a bundle, and there is none");
    }
    Carriage onward = state.carriage() == null ? Carriage.of(to.profile()) : state.carriage();
    Direction direction = direction(theirs);
    if (!theirs.type().equals("audio")) {
      return new LinePlan.Rtp(theirs, carriage, onward, direction, List.of());
    }
    List<PayloadFormat> formats = theirs.payloadFormats();
    List<OfferedCodec> codecs =
        CodecTranslation.offer(formats, policy, state.known(to.profile()), numbers);
    if (codecs.isEmpty()) {
      return declined(
          theirs,
          Warning.MEDIA_FORMAT,
          "Of its codecs (" + CodecTranslation.names(formats) + ") none is known and allowed here");
    }
    return new LinePlan.Rtp(theirs, carriage, onward, direction, codecs);
  }

  private boolean isBundled(MediaDescription theirs) {
    String mid = theirs.mid();
    return from.profile().bundle()
        && mid != null
        && offer.groups().stream()
            .anyMatch(
                group -> group.semantics().equals(Group.BUNDLE) && group.mids().contains(mid));
  }

  private static LinePlan.Declined declined(MediaDescription theirs, Warning warning, String why) {
    return new LinePlan.Declined(theirs, warning, why);
  }

  /** RFC 3264 §8.4: an address of zeros holds the call, except where ICE has yet to find one. */
  static Direction direction(MediaDescription theirs) {
    Connection connection = theirs.connection();
    boolean nowhere = connection != null && connection.isNowhere() && !theirs.usesIce();
    return nowhere ? theirs.direction().and(Direction.SENDONLY) : theirs.direction();
  }

  private void refuseIfNothingIsLeft() throws BadSdp {
    LinePlan.Declined first = null;
    for (LinePlan plan : plans) {
      if (!(plan instanceof LinePlan.Declined declined)) {
        return;
      }
      if (first == null && declined.warning() != null) {
        first = declined;
      }
    }
    if (first != null && first.warning() != null) {
      throw new BadSdp(first.warning(), first.why());
    }
  }

  private List<Line> declined(LinePlan.Declined plan, LineState state) {
    MediaDescription theirs = plan.theirs();
    Carriage carriage = state.carriage();
    String protocol =
        !theirs.isRtp()
            ? theirs.protocol()
            : carriage == null
                ? to.profile().transport().protocol()
                : carriage.transport().protocol();
    return SectionText.declined(theirs.type(), protocol, theirs.line().formats(), state.mid());
  }

  private List<Line> rtp(int index, LinePlan.Rtp plan, LineState state) {
    Carriage carriage = plan.to();
    boolean joins = carriage.isWebRtc() && state.mid() != null;
    // RFC 8843 §7.2.1: browsers bundle, so that a second port for them would only be given back.
    boolean bundleOnly =
        joins && to.profile().bundle() && state.carriage() == null && !bundle.isEmpty();
    int transport = bundleOnly ? bundleTransport : state.transport();
    LocalMedia media = local.carried(index, transport);
    if (carriage.isWebRtc() && media.ice() == null) {
      throw new IllegalArgumentException("a browser needs ICE, and there is no agent of ours");
    }
    boolean ice = carriage.ice() && media.ice() != null;
    lite |= ice && media.ice() != null && media.ice().lite();
    if (joins && (to.profile().bundle() || bundle.isEmpty())) {
      bundleTransport = bundle.isEmpty() ? transport : bundleTransport;
      bundle.add(state.mid());
    }
    List<PayloadFormat> described = plan.codecs().stream().map(OfferedCodec::ours).toList();
    Map<Integer, Integer> numbers = null;
    if (plan.isTranslated()) {
      numbers = new HashMap<>();
      for (OfferedCodec codec : plan.codecs()) {
        if (codec.theirs() != null) {
          numbers.put(codec.theirs().payloadType(), codec.ours().payloadType());
        }
      }
    }
    boolean feedback = carriage.transport().hasFeedback() || !plan.from().transport().hasFeedback();
    var passing = new PassedLines(plan.isOneKind(), feedback, numbers, hidden);
    return new SectionText(
            plan.theirs().type(),
            carriage.transport().protocol(),
            plan.isTranslated() ? SectionText.numbers(described) : plan.theirs().line().formats(),
            described,
            media,
            state.mid(),
            plan.direction(),
            carriage.rtcpMux(),
            ice,
            bundleOnly,
            told.add(transport),
            keys(carriage, media),
            carriage.isWebRtc(),
            passing.of(plan.theirs(), state.mid()))
        .lines(local.address());
  }

  private List<Line> keys(Carriage carriage, LocalMedia media) {
    if (carriage.isDtls()) {
      if (media.fingerprint() == null) {
        throw new IllegalArgumentException("DTLS without a certificate of ours");
      }
      // RFC 8842 §5.2: an offer leaves the roles open, the answer settles or keeps them.
      return List.of(
          Line.attribute("fingerprint", media.fingerprint().text()),
          Line.attribute("setup", "actpass"));
    }
    if (!carriage.keys()) {
      return List.of();
    }
    var lines = new ArrayList<Line>();
    for (String suite : to.profile().suites()) {
      Crypto key = KeyingChoice.ofSuite(media.keys(), suite);
      if (key != null) {
        lines.add(Line.attribute("crypto", key.withTag(lines.size() + 1).text()));
      }
    }
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("SDES without a key of ours");
    }
    return lines;
  }

  private List<Line> fax(LinePlan.Fax plan, LocalMedia media) {
    MediaDescription theirs = plan.theirs();
    var passing = new PassedLines(true, true, null, hidden);
    Direction said = plan.direction() == Direction.SENDRECV ? null : plan.direction();
    return new SectionText(
            theirs.type(),
            theirs.protocol(),
            theirs.line().formats(),
            List.of(),
            media,
            null,
            said,
            false,
            false,
            false,
            false,
            List.of(),
            false,
            passing.of(theirs.own()))
        .lines(local.address());
  }
}
