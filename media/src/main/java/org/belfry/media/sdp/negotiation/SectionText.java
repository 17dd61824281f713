package org.belfry.media.sdp.negotiation;

import java.util.ArrayList;
import java.util.List;
import org.belfry.media.sdp.Connection;
import org.belfry.media.sdp.Direction;
import org.belfry.media.sdp.Line;
import org.belfry.media.sdp.MediaLine;
import org.belfry.media.sdp.PayloadFormat;
import org.jspecify.annotations.Nullable;

/**
 * A media section of ours, to be written.
 *
 * @param formats as they stand in the m-line
 * @param described those for which we write rtpmap and fmtp; the others' are among {@code passed}
 * @param direction null: unsaid
 * @param ice whether our agent is told of
 * @param bundleOnly whether it has no place of its own until the answer gives it one (RFC 8843 §6)
 * @param candidates whether its candidates stand here, not in another section of the bundle
 * @param keys lines of crypto, or fingerprint and setup
 * @param webRtc whether streams are named for a browser
 * @param passed lines of the other side
 */
record SectionText(
    String type,
    String protocol,
    List<String> formats,
    List<PayloadFormat> described,
    LocalMedia local,
    @Nullable String mid,
    @Nullable Direction direction,
    boolean rtcpMux,
    boolean ice,
    boolean bundleOnly,
    boolean candidates,
    List<Line> keys,
    boolean webRtc,
    List<Line> passed) {

  /** A section that is not used: an offer or an answer must have it all the same (RFC 3264 §6). */
  static List<Line> declined(
      String type, String protocol, List<String> formats, @Nullable String mid) {
    var lines = new ArrayList<Line>();
    lines.add(new Line('m', new MediaLine(type, 0, 1, protocol, formats).text()));
    if (mid != null) {
      lines.add(Line.attribute("mid", mid));
    }
    return lines;
  }

  static List<String> numbers(List<PayloadFormat> formats) {
    return formats.stream().map(format -> Integer.toString(format.payloadType())).toList();
  }

  /**
   * @param sessionAddress what the session's c-line says
   */
  List<Line> lines(String sessionAddress) {
    var lines = new ArrayList<Line>();
    lines.add(
        new Line(
            'm', new MediaLine(type, bundleOnly ? 0 : local.port(), 1, protocol, formats).text()));
    addPassed(lines, "i");
    if (!local.address().equals(sessionAddress)) {
      lines.add(new Line('c', Connection.to(local.address()).text()));
    }
    passed.stream().filter(line -> line.type() != 'i' && line.type() != 'a').forEach(lines::add);
    if (mid != null) {
      lines.add(Line.attribute("mid", mid));
    }
    if (bundleOnly) {
      lines.add(Line.attribute("bundle-only"));
    }
    addTransport(lines);
    lines.addAll(keys);
    for (PayloadFormat format : described) {
      lines.add(Line.attribute("rtpmap", format.rtpmap()));
      if (format.parameters() != null) {
        lines.add(Line.attribute("fmtp", format.payloadType() + " " + format.parameters()));
      }
    }
    addPassed(lines, "a");
    addNames(lines);
    if (direction != null) {
      lines.add(Line.attribute(direction.attribute()));
    }
    return lines;
  }

  private void addPassed(List<Line> lines, String types) {
    passed.stream().filter(line -> types.indexOf(line.type()) >= 0).forEach(lines::add);
  }

  private void addTransport(List<Line> lines) {
    if (rtcpMux) {
      lines.add(Line.attribute("rtcp-mux"));
    } else if (local.rtcpPort() != local.port() + 1 && protocol.contains("RTP")) {
      lines.add(Line.attribute("rtcp", Integer.toString(local.rtcpPort())));
    }
    LocalMedia.LocalIce agent = local.ice();
    if (!ice || agent == null) {
      return;
    }
    lines.add(Line.attribute("ice-ufrag", agent.credentials().ufrag()));
    lines.add(Line.attribute("ice-pwd", agent.credentials().password()));
    if (agent.trickle()) {
      lines.add(Line.attribute("ice-options", "trickle"));
    }
    if (candidates) {
      agent.candidates().stream()
          .filter(each -> !rtcpMux || each.component() == 1)
          .forEach(each -> lines.add(Line.attribute("candidate", each.text())));
      if (agent.complete()) {
        lines.add(Line.attribute("end-of-candidates"));
      }
    }
  }

  /**
   * RFC 8830: without a stream's name, a browser's page gets a track that belongs to nothing. Only
   * a sound's packets are ours (RFC 5576): a browser that is told of an SSRC in which no picture
   * comes shows none.
   */
  private void addNames(List<Line> lines) {
    LocalMedia.LocalSource source = local.source();
    if (!webRtc || source == null) {
      return;
    }
    boolean sends = direction == null || direction.sends();
    if (sends && passed.stream().noneMatch(line -> "msid".equals(line.attributeName()))) {
      lines.add(Line.attribute("msid", source.cname() + " " + type + "-" + source.ssrc()));
    }
    if (type.equals("audio")) {
      lines.add(Line.attribute("ssrc", source.ssrc() + " cname:" + source.cname()));
    }
  }
}
