package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.anchor.SessionPart;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

/** Which messages offer and answer (RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5). */
class CallMediaTest {
  private static SipRequest with(Method method, String type) {
    return Messages.request(method, "sip:1002@pbx.example")
        .body(type, "v=0\r\n".getBytes(StandardCharsets.US_ASCII))
        .done();
  }

  @Test
  void inviteAckPrackAndUpdateMayDescribeMedia() {
    for (Method method : new Method[] {Method.INVITE, Method.ACK, Method.PRACK, Method.UPDATE}) {
      assertThat(CallMedia.describes(with(method, "application/sdp"))).isTrue();
      assertThat(CallMedia.describes(with(method, "Application/SDP;charset=utf-8"))).isTrue();
    }
  }

  @Test
  void aMessageMayCarryADescriptionWithoutMeaningIt() {
    assertThat(CallMedia.describes(with(Method.MESSAGE, "application/sdp"))).isFalse();
    assertThat(CallMedia.describes(with(new Method("INFO"), "application/sdp"))).isFalse();
  }

  @Test
  void whatIsMoreOrElseThanADescriptionPasses() {
    assertThat(CallMedia.describes(with(Method.INVITE, "multipart/mixed;boundary=b"))).isFalse();
    assertThat(CallMedia.describes(with(Method.INVITE, "application/sdpfrag"))).isFalse();
    assertThat(CallMedia.describes(Messages.invite())).isFalse();
  }

  private static final String OTHERS =
      "preamble\r\n--b1\r\nContent-Type: application/pidf+xml\r\n\r\n<here/>\r\n--b1\r\n";

  private static SessionPart part(String head, String rest) {
    return SessionPart.of("multipart/mixed; boundary=\"b1\"", () -> ascii(OTHERS + head + rest));
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void aDescriptionAmongOtherPartsIsReplacedInItsPlace() {
    String head = "Content-Type: application/sdp\r\nContent-Disposition: session\r\n\r\n";
    SessionPart part = part(head, "v=0\r\ns=-\r\n\r\n--b1--\r\n");
    assertThat(text(part.description())).isEqualTo("v=0\r\ns=-\r\n");
    assertThat(text(part.with(ascii("v=1\r\n"))))
        .isEqualTo(OTHERS + head + "v=1\r\n\r\n--b1--\r\n");
    assertThat(part.type()).isEqualTo("multipart/mixed; boundary=\"b1\"");
  }

  @Test
  void aPartThatSaysItsLengthDoesNotSayAWrongOne() {
    SessionPart part =
        part(
            "Content-Type: application/sdp\r\nContent-Length: 5\r\nContent-ID: <a@b>\r\n\r\n",
            "v=0\r\n\r\n--b1--");
    assertThat(text(part.with(ascii("v=12\r\n"))))
        .isEqualTo(
            OTHERS
                + "Content-Type: application/sdp\r\nContent-ID: <a@b>\r\n\r\n"
                + "v=12\r\n\r\n--b1--");
  }

  @Test
  void whatIsNoDescriptionOfTheSessionPasses() {
    String sdp = "Content-Type: application/sdp\r\n";
    String rest = "\r\nv=0\r\n\r\n--b1--\r\n";
    assertThat(part(sdp + "Content-Disposition: early-session\r\n", rest)).isNull();
    assertThat(part(sdp + "Content-Transfer-Encoding: base64\r\n", rest)).isNull();
    assertThat(part("Content-Type: text/plain\r\n", rest)).isNull();
    assertThat(part(sdp, "\r\nv=0\r\n")).as("never ends").isNull();
    assertThat(SessionPart.of("multipart/mixed", () -> ascii(OTHERS + sdp + rest))).isNull();
    assertThat(SessionPart.of("multipart/mixed;boundary=b1", () -> ascii("--b1--\r\n--b1")))
        .isNull();
  }

  /** A line that ends in a line feed alone, behind so many blanks. */
  @Test
  @Rfc(value = "2046 5.1", other = true)
  void blanksInTheHeadOfAPartAreReadOnce() {
    for (int blanks : new int[] {60_000, 250_000}) {
      byte[] body =
          ascii("--b\r\nContent-x:" + " ".repeat(blanks) + "y\nfoo\r\n\r\nq\r\n--b--\r\n");
      assertTimeoutPreemptively(
          Duration.ofSeconds(10),
          () -> assertThat(SessionPart.of("multipart/mixed;boundary=b", () -> body)).isNull());
    }
  }

  @Test
  @Rfc(value = "2046 5.1", other = true)
  void aPartWithAHeadTooLongIsNoDescription() {
    String sdp = "Content-Type: application/sdp\r\n";
    String rest = "\r\nv=0\r\n\r\n--b1--\r\n";
    assertThat(part(sdp + "Content-ID: x\r\n".repeat(15), rest)).isNotNull();
    assertThat(part(sdp + "Content-ID: x\r\n".repeat(16), rest)).isNull();
    assertThat(part(sdp + "Content-ID: " + "x".repeat(4096) + "\r\n", rest)).isNull();
  }

  @Test
  @Rfc(value = "5322 2.2.3", other = true)
  void aFieldOfAPartMayGoOnInTheNextLine() {
    String head = "CONTENT-TYPE :\r\n application/sdp;\r\n\tcharset=utf-8\r\n\r\n";
    assertThat(text(part(head, "v=0\r\n--b1--\r\n").description())).isEqualTo("v=0");
  }
}
