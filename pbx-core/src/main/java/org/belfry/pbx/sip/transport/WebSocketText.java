package org.belfry.pbx.sip.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** What a WebSocket message may be besides SIP, and how SIP is put into one (RFC 7118 §5, §6). */
final class WebSocketText {
  /** The answer to CRLF CRLF, which some phones send as on TCP (RFC 5626 §4.4.1). */
  static final byte[] PONG = {'\r', '\n'};

  private static final int PING_LENGTH = 4;

  private WebSocketText() {}

  /**
   * True when a message can go as text, which is what browsers expect; text must be UTF-8 (RFC 6455
   * §8.1).
   */
  static boolean fits(byte[] message) {
    for (byte b : message) {
      if (b < 0) {
        return isUtf8(message);
      }
    }
    return true;
  }

  /** True for nothing but line ends. */
  static boolean isKeepAlive(byte[] message) {
    for (byte b : message) {
      if (b != '\r' && b != '\n') {
        return false;
      }
    }
    return true;
  }

  /** True when a keep-alive asks for an answer; a lone CRLF is one itself. */
  static boolean isPing(byte[] keepAlive) {
    return keepAlive.length >= PING_LENGTH;
  }

  private static boolean isUtf8(byte[] message) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(message));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }
}
