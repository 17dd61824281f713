package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * Where RTCP goes if not to the next port (RFC 3605).
 *
 * @param connection null: the same address as RTP
 */
public record RtcpAddress(int port, @Nullable Connection connection) {

  static @Nullable RtcpAddress parse(String value) {
    String[] words = value.strip().split(" +", 2);
    int port = Digits.of(words[0], 65535);
    if (port < 0) {
      return null;
    }
    return new RtcpAddress(port, words.length < 2 ? null : Connection.parse(words[1]));
  }
}
