package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * What is said of one SSRC (RFC 5576 §4.1).
 *
 * @param ssrc 0 to 2^32 - 1
 * @param attribute for example {@code cname:x}
 */
public record Source(long ssrc, String attribute) {

  static @Nullable Source parse(String value) {
    int space = value.indexOf(' ');
    long ssrc = space < 0 ? Digits.NONE : Digits.of(value.substring(0, space), 0xffffffffL);
    return ssrc < 0 ? null : new Source(ssrc, value.substring(space + 1));
  }
}
