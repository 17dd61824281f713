package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.HeaderExtension;
import org.belfry.media.sdp.MediaDescription;
import org.belfry.media.sdp.Source;
import org.jspecify.annotations.Nullable;

/**
 * How a side marks the packets of an m-line, where several m-lines share a port (RFC 8843 §9.2).
 *
 * @param mid its name on this side, or null
 * @param extension number of the header extension that carries it, 1 to 255; 0 for none
 * @param sources the SSRCs that the side's description names, 0 to 2^32 - 1
 */
public record StreamMarks(@Nullable String mid, int extension, List<Long> sources) {
  /** RFC 8843 §15. */
  static final String MID_EXTENSION = "urn:ietf:params:rtp-hdrext:sdes:mid";

  public StreamMarks {
    sources = List.copyOf(sources);
  }

  static StreamMarks of(MediaDescription section) {
    int extension =
        section.headerExtensions().stream()
            .filter(each -> each.uri().equals(MID_EXTENSION))
            .mapToInt(HeaderExtension::id)
            .filter(id -> id > 0 && id < 256)
            .findFirst()
            .orElse(0);
    return new StreamMarks(
        section.mid(),
        extension,
        section.sources().stream().map(Source::ssrc).distinct().limit(16).toList());
  }
}
