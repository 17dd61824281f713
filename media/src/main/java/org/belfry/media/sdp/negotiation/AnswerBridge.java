package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.Group;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.SessionDescription;
import org.jspecify.annotations.Nullable;

/** Makes our answer to the offerer of the answerer's (RFC 3264 §6). Used once. */
final class AnswerBridge {
  private final CodecPolicy policy;
  private final Offered offered;
  private final SessionDescription answer;
  private final LocalSide local;
  private final Set<String> hidden;
  private final List<TakenLine> taken = new ArrayList<>();
  private final List<List<Line>> sections = new ArrayList<>();
  private final List<AgreedStream> streams = new ArrayList<>();
  private final Set<Integer> told = new HashSet<>();
  private SideState offerer;
  private SideState answerer;
  private boolean lite;

  /**
   * @param local what we are to the offerer
   */
  AnswerBridge(
      CodecPolicy policy,
      Offered offered,
      SideState offerer,
      SideState answerer,
      SessionDescription answer,
      LocalSide local) {
    this.policy = policy;
    this.offered = offered;
    this.offerer = offerer;
    this.answerer = answerer;
    this.answer = answer;
    this.local = local;
    this.hidden = answer.addresses();
  }

  /**
   * @throws BadSdp if it is no answer to that offer, or leaves nothing in common
   */
  SessionDescription run() throws BadSdp {
    if (answer.media().size() > offered.plans().size()) {
      throw new BadSdp(
          Warning.PARAMETER,
          "The answer has "
              + answer.media().size()
              + " m-lines, the offer "
              + offered.plans().size());
    }
    for (int i = 0; i < offered.plans().size(); i++) {
      MediaDescription answered = i < answer.media().size() ? answer.media().get(i) : null;
      taken.add(TakenLine.of(offered.plans().get(i), answered, policy));
    }
    refuseIfNothingFits();
    List<String> bundle = bundle();
    for (int i = 0; i < taken.size(); i++) {
      write(i, taken.get(i), bundle);
    }
    boolean oneKind =
        taken.stream()
            .noneMatch(line -> line.plan() instanceof LinePlan.Rtp rtp && !rtp.isOneKind());
    var passing = new PassedLines(oneKind, true, null, hidden);
    SessionDescription text =
        new DescriptionText(answer, passing, local, bundle, lite, sections).after(offerer.sent());
    offerer = offerer.withSent(text);
    return text;
  }

  SideState offerer() {
    return offerer;
  }

  SideState answerer() {
    return answerer;
  }

  List<AgreedStream> streams() {
    return streams;
  }

  // ---- whether ------------------------------------------------------------------------------

  private void refuseIfNothingFits() throws BadSdp {
    String why = null;
    for (TakenLine line : taken) {
      if (line.why() == null) {
        return;
      }
      if (why == null && line.codecs() != null) {
        why = line.why();
      }
    }
    if (why != null) {
      throw new BadSdp(Warning.MEDIA_FORMAT, why);
    }
  }

  /**
   * RFC 8843 §7.3: of the offered bundle, what is in use stays in it; of lines that each have a
   * transport of their own, the first, for a browser that wants a bundle or nothing.
   */
  private List<String> bundle() {
    for (Group group : offered.offer().groups()) {
      if (group.semantics().equals(Group.BUNDLE)) {
        var bundle = new ArrayList<>(group.mids().stream().distinct().toList());
        bundle.removeIf(mid -> !isBundled(mid));
        // The first names the transport, so it must have one.
        for (String mid : List.copyOf(bundle)) {
          if (offered.offer().media().get(indexOf(mid)).port() != 0) {
            bundle.remove(mid);
            bundle.addFirst(mid);
            break;
          }
        }
        return offerer.profile().bundle() || bundle.isEmpty() ? bundle : List.of(bundle.getFirst());
      }
    }
    return List.of();
  }

  private boolean isBundled(String mid) {
    int index = indexOf(mid);
    return index >= 0
        && taken.get(index).why() == null
        && taken.get(index).plan() instanceof LinePlan.Rtp;
  }

  // ---- what ---------------------------------------------------------------------------------

  private void write(int index, TakenLine line, List<String> bundle) throws BadSdp {
    MediaDescription theirs = line.plan().theirs();
    if (line.why() != null) {
      sections.add(
          SectionText.declined(
              theirs.type(), theirs.protocol(), theirs.line().formats(), theirs.mid()));
      streams.add(new AgreedStream.Declined(index, theirs.type(), line.why()));
      rememberDeclined(index, line);
      return;
    }
    if (line.plan() instanceof LinePlan.Rtp rtp) {
      writeRtp(index, line, rtp, bundle);
    } else if (line.plan() instanceof LinePlan.Fax fax) {
      writeFax(index, line.needAnswer(), fax);
    }
  }

  /** RFC 3264 §6.1: an answer never allows more than the offer. */
  private static Direction direction(MediaDescription answered, Direction offered) {
    return OfferBridge.direction(answered).and(offered.reversed());
  }

  private void writeRtp(int index, TakenLine line, LinePlan.Rtp plan, List<String> bundle)
      throws BadSdp {
    MediaDescription theirs = plan.theirs();
    MediaDescription answered = line.needAnswer();
    Direction direction = direction(answered, plan.direction());

    boolean bundled = theirs.mid() != null && bundle.contains(theirs.mid());
    MediaDescription nearCarrier =
        bundled ? offered.offer().media().get(indexOf(bundle.getFirst())) : theirs;
    int near =
        bundled ? offerer.line(indexOf(bundle.getFirst()), nearCarrier.type()).transport() : index;
    LocalMedia media = local.carried(index, near);
    LineState nearState = offerer.line(index, theirs.type());
    Keying nearKeying =
        KeyingChoice.ofOffer(
            theirs.fingerprints().isEmpty() ? nearCarrier : theirs,
            plan.from(),
            offerer.profile(),
            media,
            nearState);
    boolean ice = plan.from().ice() && media.ice() != null;
    if (plan.from().isWebRtc() && !ice) {
      throw new IllegalArgumentException("a browser needs ICE, and there is no agent of ours");
    }
    lite |= ice && media.ice() != null && media.ice().lite();

    MediaDescription sent = offered.sent().media().get(index);
    int farTag = farCarrier(index);
    MediaDescription farCarrier = answer.media().get(farTag);
    int far = answerer.line(farTag, farCarrier.type()).transport();
    Keying farKeying =
        KeyingChoice.ofAnswer(sent, answered, farCarrier, plan.to(), answerer.profile());

    AnsweredCodecs codecs = line.codecs() == null ? raw(answered) : line.codecs();
    sections.add(
        text(plan, line, codecs, media, direction, ice, told.add(near), nearKeying)
            .lines(local.address()));

    List<PayloadFormat> wanted = new ArrayList<>();
    List<PayloadFormat> written = theirs.payloadFormats();
    for (PayloadFormat format : codecs.toOfferer()) {
      wanted.add(asWritten(written, format));
    }
    LegMedia nearLeg =
        new LegReader(nearCarrier, near, theirs.rtcpMux(), ice)
            .leg(
                theirs,
                direction,
                wanted,
                codecs.toOfferer(),
                nearKeying,
                media.ice() != null && media.ice().lite(),
                false);
    boolean farIce = sent.usesIce() && farCarrier.usesIce();
    LegMedia farLeg =
        new LegReader(farCarrier, far, sent.rtcpMux() && answered.rtcpMux(), farIce)
            .leg(
                answered,
                direction.reversed(),
                codecs.fromAnswerer(),
                codecs.toAnswerer(),
                farKeying,
                offered.sent().session().has("ice-lite"),
                true);
    remember(index, plan, line, nearKeying, near, farKeying, far, farIce);
    open(index, theirs, nearLeg, farLeg, codecs);
  }

  /** The answer's section whose transport carries one, if we offered to bundle several. */
  private int farCarrier(int index) {
    boolean may = answerer.profile().bundle() && !offered.sent().groups().isEmpty();
    int tag = may ? answer.transportOf(index) : index;
    return offered.plans().get(tag) instanceof LinePlan.Rtp ? tag : index;
  }

  private int indexOf(String mid) {
    return offered.offer().indexOf(mid);
  }

  private static AnsweredCodecs raw(MediaDescription answered) {
    List<PayloadFormat> formats = answered.payloadFormats();
    return new AnsweredCodecs(
        formats, formats, formats, PayloadMap.identity(), PayloadMap.identity(), null);
  }

  private static PayloadFormat asWritten(List<PayloadFormat> written, PayloadFormat answered) {
    return written.stream()
        .filter(format -> format.payloadType() == answered.payloadType())
        .findFirst()
        .orElse(answered);
  }

  private SectionText text(
      LinePlan.Rtp plan,
      TakenLine line,
      AnsweredCodecs codecs,
      LocalMedia media,
      Direction direction,
      boolean ice,
      boolean carries,
      Keying keying) {
    MediaDescription theirs = plan.theirs();
    boolean translated = line.codecs() != null;
    List<Line> passed =
        passing(plan, translated ? numbers(codecs) : null).of(line.needAnswer(), theirs.mid());
    if (codecs.why() != null) {
      // Packets for the answerer are made anew: how long it wants them is between it and us.
      passed.removeIf(
          each -> "ptime".equals(each.attributeName()) || "maxptime".equals(each.attributeName()));
    }
    return new SectionText(
        theirs.type(),
        theirs.protocol(),
        translated ? SectionText.numbers(codecs.toOfferer()) : line.needAnswer().line().formats(),
        translated ? codecs.toOfferer() : List.of(),
        media,
        theirs.mid(),
        direction,
        theirs.rtcpMux(),
        ice,
        false,
        carries,
        keys(keying, media),
        plan.from().isWebRtc(),
        passed);
  }

  private PassedLines passing(LinePlan.Rtp plan, @Nullable Map<Integer, Integer> numbers) {
    boolean feedback =
        plan.from().transport().hasFeedback() || !plan.to().transport().hasFeedback();
    return new PassedLines(plan.isOneKind(), feedback, numbers, hidden);
  }

  private static Map<Integer, Integer> numbers(AnsweredCodecs codecs) {
    var numbers = new HashMap<Integer, Integer>();
    if (codecs.why() == null) {
      for (PayloadFormat format : codecs.fromAnswerer()) {
        int target = codecs.ofAnswerer().target(format.payloadType());
        if (target >= 0) {
          numbers.put(format.payloadType(), target);
        }
      }
    }
    return numbers;
  }

  private static List<Line> keys(Keying keying, LocalMedia media) {
    return switch (keying) {
      case Keying.Clear clear -> List.of();
      case Keying.Sdes sdes -> List.of(Line.attribute("crypto", sdes.ours().text()));
      case Keying.Dtls dtls ->
          List.of(
              Line.attribute("fingerprint", Objects.requireNonNull(media.fingerprint()).text()),
              Line.attribute("setup", dtls.role().value()));
    };
  }

  private void open(
      int index, MediaDescription theirs, LegMedia near, LegMedia far, AnsweredCodecs codecs) {
    boolean forward = offered.from() == Side.A;
    streams.add(
        new AgreedStream.Open(
            index,
            theirs.type(),
            theirs.label(),
            forward ? near : far,
            forward ? far : near,
            forward ? codecs.ofOfferer() : codecs.ofAnswerer(),
            forward ? codecs.ofAnswerer() : codecs.ofOfferer(),
            codecs.why()));
  }

  private void remember(
      int index,
      LinePlan.Rtp plan,
      TakenLine line,
      Keying nearKeying,
      int near,
      Keying farKeying,
      int far,
      boolean farIce) {
    MediaDescription theirs = plan.theirs();
    LineState nearState = offerer.line(index, theirs.type()).withMid(theirs.mid());
    LineState farState = answerer.line(index, theirs.type());
    if (line.codecs() != null) {
      nearState = nearState.learnt(theirs.payloadFormats());
      farState = farState.learnt(line.needAnswer().payloadFormats());
    }
    Carriage as =
        new Carriage(
            plan.from().transport(),
            nearKeying instanceof Keying.Sdes,
            plan.from().ice(),
            theirs.rtcpMux());
    Carriage onward =
        new Carriage(
            plan.to().transport(),
            farKeying instanceof Keying.Sdes,
            farIce,
            plan.to().rtcpMux() && line.needAnswer().rtcpMux());
    offerer = offerer.withLine(index, nearState.agreed(as, nearKeying, near));
    answerer = answerer.withLine(index, farState.agreed(onward, farKeying, far));
  }

  /** What a declined line says of names and numbers holds all the same. */
  private void rememberDeclined(int index, TakenLine line) {
    MediaDescription theirs = line.plan().theirs();
    LineState near = offerer.line(index, theirs.type()).withMid(theirs.mid());
    if (theirs.type().equals("audio")) {
      near = near.learnt(theirs.payloadFormats());
      LineState far = answerer.line(index, theirs.type());
      if (line.codecs() != null) {
        far = far.learnt(line.needAnswer().payloadFormats());
        answerer = answerer.withLine(index, far);
      }
    }
    offerer = offerer.withLine(index, near);
  }

  private void writeFax(int index, MediaDescription answered, LinePlan.Fax plan) {
    MediaDescription theirs = plan.theirs();
    Direction direction = direction(answered, plan.direction());
    LocalMedia media = local.need(index);
    sections.add(
        new SectionText(
                theirs.type(),
                theirs.protocol(),
                answered.line().formats(),
                List.of(),
                media,
                theirs.mid(),
                direction == Direction.SENDRECV ? null : direction,
                false,
                false,
                false,
                false,
                List.of(),
                false,
                new PassedLines(true, true, null, hidden).of(answered.own()))
            .lines(local.address()));
    Keying clear = new Keying.Clear();
    LegMedia near =
        new LegReader(theirs, index, true, false)
            .leg(theirs, direction, List.of(), List.of(), clear, false, false);
    LegMedia far =
        new LegReader(answered, index, true, false)
            .leg(answered, direction.reversed(), List.of(), List.of(), clear, false, true);
    offerer = offerer.withLine(index, offerer.line(index, theirs.type()).withMid(theirs.mid()));
    open(index, theirs, near, far, raw(answered));
  }
}
