package org.belfry.media.relay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a phone marks the packets of one m-line, where several share a port.
 *
 * @param mid the m-line's name on this side (RFC 5888), or null
 * @param extension number of the header extension that carries it (RFC 8843 §15), 1 to 255; 0 for
 *     none
 * @param sources the SSRCs that its description names (RFC 5576), as signed ints; may be empty
 */
public record StreamNames(@Nullable String mid, int extension, List<Integer> sources) {
  /** Nothing is known: payload types have to tell. */
  public static final StreamNames NONE = new StreamNames(null, 0, List.of());

  public StreamNames {
    sources = List.copyOf(sources);
    if (extension < 0 || extension > 255) {
      throw new IllegalArgumentException("header extension " + extension);
    }
  }
}
