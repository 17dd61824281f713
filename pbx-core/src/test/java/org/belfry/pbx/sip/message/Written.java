package org.belfry.pbx.sip.message;

import java.nio.charset.StandardCharsets;

/** Messages written down in a test. */
final class Written {
  private Written() {}

  static SipMessage anything() {
    return options("");
  }

  /** An OPTIONS with these header lines behind the mandatory ones; {@code \n} stands for CRLF. */
  static SipRequest options(String lines) {
    return (SipRequest)
        parse(
            "OPTIONS sip:bob@pbx.example SIP/2.0\n"
                + "Via: SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKa\n"
                + "From: <sip:alice@pbx.example>;tag=a\n"
                + "To: <sip:bob@pbx.example>\n"
                + "Call-ID: c@192.0.2.1\n"
                + "CSeq: 1 OPTIONS\n"
                + lines
                + "\n");
  }

  /** The message with every {@code \n} sent as CRLF; null when it is none. */
  static SipMessage parse(String text) {
    return parseAsIs(text.replace("\n", "\r\n"));
  }

  static SipMessage parseAsIs(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return MessageParser.parse(bytes, 0, bytes.length);
  }
}
