package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.belfry.media.sdp.BadSdp;
import org.belfry.media.sdp.BadSdp.Warning;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.MediaLine;
import org.belfry.media.sdp.Origin;
import org.belfry.media.sdp.PayloadFormat;
import org.belfry.media.sdp.SdpLimits;
import org.belfry.media.sdp.SessionDescription;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Answered;
import org.belfry.media.sdp.negotiation.MediaNegotiation.Forwarded;
import org.jspecify.annotations.Nullable;

/**
 * An application of ours as side B: voicemail, a conference, a queue. It talks in one audio stream,
 * in the codecs that we can decode and encode, and takes the digits of the keypad. Nothing of side
 * B leaves the house: leg {@code a} of the agreement is the whole call.
 *
 * <pre>{@code
 * var voicemail = new ApplicationEnd(CodecPolicy.DEFAULT);
 * MediaNegotiation call = voicemail.call(SideProfile.PLAIN);
 * Answered answered = voicemail.answer(call, SessionDescription.parse(invite.body()), toA);
 * }</pre>
 */
public final class ApplicationEnd {
  /** Where no packet ever goes. */
  private static final String INSIDE = "127.0.0.1";

  private static final int DISCARD = 9;

  private final CodecPolicy policy;
  private final LocalSide inside =
      new LocalSide(
          0, INSIDE, Collections.nCopies(SdpLimits.MEDIA, LocalMedia.plain(INSIDE, DISCARD)));

  public ApplicationEnd(CodecPolicy policy) {
    this.policy = policy.withAdding(CodecPolicy.Adding.NEVER);
  }

  /** A call between a device and the application, before the first offer. */
  public MediaNegotiation call(SideProfile device) {
    return MediaNegotiation.between(device, SideProfile.PLAIN, policy);
  }

  /**
   * Answers the device's offer.
   *
   * @param toDevice what we are to the device
   * @throws BadSdp if it has no audio in a codec of ours; nothing has changed then
   */
  public Answered answer(MediaNegotiation call, SessionDescription offer, LocalSide toDevice)
      throws BadSdp {
    Forwarded onward = call.offer(Side.A, offer, inside);
    SessionDescription own = answerTo(onward.description());
    return onward.next().answer(Side.B, own, toDevice);
  }

  /**
   * Offers to the device: when it called without an offer, when the application calls, holds or
   * resumes.
   *
   * @param direction as the application sees it
   * @param toDevice what we are to the device
   */
  public Forwarded offer(MediaNegotiation call, Direction direction, LocalSide toDevice)
      throws BadSdp {
    Agreement before = call.agreement();
    return call.offer(
        Side.B,
        description(sections(before == null ? 1 : before.streams().size(), before, direction)),
        toDevice);
  }

  /**
   * The device answers that.
   *
   * @throws BadSdp if it is no answer to that offer, or nothing is left in common
   */
  public Answered answered(MediaNegotiation call, SessionDescription answer) throws BadSdp {
    return call.answer(Side.A, answer, inside);
  }

  // ---- what the application would say if it were a phone
  // -----------------------------------------

  private SessionDescription answerTo(SessionDescription offer) throws BadSdp {
    var sections = new ArrayList<List<Line>>();
    boolean taken = false;
    for (MediaDescription section : offer.media()) {
      List<PayloadFormat> formats = taken ? List.of() : chosen(section);
      taken |= !formats.isEmpty();
      sections.add(
          formats.isEmpty()
              ? SectionText.declined(
                  section.type(), section.protocol(), section.line().formats(), null)
              : section(section.protocol(), formats, section.direction().reversed()));
    }
    if (!taken && offer.media().stream().anyMatch(section -> section.port() != 0)) {
      throw new BadSdp(
          Warning.MEDIA_FORMAT,
          "There is no audio in "
              + CodecTranslation.names(policy.transcodable())
              + ", which is all that can be spoken here");
    }
    return description(sections);
  }

  /** The first codec that is ours, and digits in its clock. */
  private List<PayloadFormat> chosen(MediaDescription section) {
    if (!section.type().equals("audio") || section.port() == 0) {
      return List.of();
    }
    PayloadFormat codec = null;
    for (PayloadFormat format : section.payloadFormats()) {
      PayloadFormat ours = policy.transcodes(format);
      if (ours != null) {
        codec = format.withParameters(ours.parameters());
        break;
      }
    }
    if (codec == null) {
      return List.of();
    }
    PayloadFormat digits = digits(section, codec.clockRate());
    return digits == null ? List.of(codec) : List.of(codec, digits);
  }

  private static @Nullable PayloadFormat digits(MediaDescription section, int clockRate) {
    PayloadFormat any = null;
    for (PayloadFormat format : section.payloadFormats()) {
      if (format.isUsableEvent()) {
        if (format.clockRate() == clockRate) {
          return format;
        }
        any = format;
      }
    }
    return any;
  }

  private List<List<Line>> sections(int count, @Nullable Agreement before, Direction direction) {
    var sections = new ArrayList<List<Line>>();
    boolean open = before != null && !before.open().isEmpty();
    int speaks = before == null || !open ? 0 : before.open().getFirst().index();
    for (int i = 0; i < count; i++) {
      String type = before == null || i == speaks ? "audio" : before.streams().get(i).type();
      sections.add(
          i == speaks
              ? section(RtpTransport.AVP.protocol(), offered(), direction)
              : SectionText.declined(type, RtpTransport.AVP.protocol(), List.of("0"), null));
    }
    return sections;
  }

  private List<PayloadFormat> offered() {
    var formats = new ArrayList<>(policy.transcodable());
    var rates = new ArrayList<Integer>();
    int number = 101;
    for (PayloadFormat format : policy.transcodable()) {
      if (!rates.contains(format.clockRate())) {
        rates.add(format.clockRate());
        while (isTaken(number)) {
          number++;
        }
        formats.add(new PayloadFormat(number++, "telephone-event", format.clockRate(), 1, "0-15"));
      }
    }
    return formats;
  }

  private boolean isTaken(int number) {
    return policy.transcodable().stream().anyMatch(format -> format.payloadType() == number);
  }

  private static List<Line> section(
      String protocol, List<PayloadFormat> formats, Direction direction) {
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(
            'm',
            new MediaLine("audio", DISCARD, 1, protocol, SectionText.numbers(formats)).text()));
    for (PayloadFormat format : formats) {
      lines.add(Line.attribute("rtpmap", format.rtpmap()));
      if (format.parameters() != null) {
        lines.add(Line.attribute("fmtp", format.payloadType() + " " + format.parameters()));
      }
    }
    lines.add(Line.attribute(direction.attribute()));
    return lines;
  }

  private static SessionDescription description(List<List<Line>> sections) {
    return SessionDescription.of(
        List.of(
            new Line('v', "0"),
            new Line('o', Origin.ours(0, 0, INSIDE).text()),
            new Line('s', "-"),
            new Line('c', Connection.to(INSIDE).text()),
            new Line('t', "0 0")),
        sections);
  }
}
