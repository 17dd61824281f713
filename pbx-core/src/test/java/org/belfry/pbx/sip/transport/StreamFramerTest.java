package org.belfry.pbx.sip.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.transport.StreamFramer.Frame;
import org.belfry.pbx.sip.transport.StreamFramer.Mark;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamFramerTest {
  private static final String INVITE =
      "INVITE sip:bob@example.org SIP/2.0\r\nCall-ID: a\r\nContent-Length: 5\r\n\r\nhello";
  private static final String OK = "SIP/2.0 200 OK\r\nCall-ID: b\r\nl : 0\r\n\r\n";
  private static final String BYE = "BYE sip:bob@example.org SIP/2.0\r\nCall-ID: c\r\n\r\n";

  @Test
  void aStreamCutAtEveryBytePositionGivesTheSameMessages() {
    String stream = INVITE + OK + "\r\n\r\n" + BYE + "\r\n" + INVITE;
    for (int cut = 0; cut <= stream.length(); cut++) {
      assertThat(framesOf(stream.substring(0, cut), stream.substring(cut)))
          .as("cut at %d", cut)
          .containsExactly(INVITE, OK, "PING", BYE, INVITE);
    }
  }

  @Test
  void aStreamThatComesByteByByteGivesTheSameMessages() {
    String stream = "\r\n\r\n" + INVITE + OK + BYE;
    assertThat(framesOf(stream.split(""))).containsExactly("PING", INVITE, OK, BYE);
  }

  @Test
  void aHundredMessagesInOnePieceAreAHundredMessages() {
    assertThat(framesOf(INVITE.repeat(100))).hasSize(100).containsOnly(INVITE);
  }

  @Test
  void aMessageThatHasBegunIsKnownToBeInside() {
    StreamFramer framer = framer();
    assertThat(framer.insideMessage()).isFalse();
    feed(framer, INVITE.substring(0, 20));
    assertThat(framer.insideMessage()).isTrue();
    feed(framer, INVITE.substring(20));
    assertThat(framer.insideMessage()).isFalse();
  }

  @Test
  void oneLineEndBetweenMessagesIsNoPing() {
    assertThat(framesOf(BYE + "\r\n" + BYE + "\r\n" + BYE)).containsExactly(BYE, BYE, BYE);
  }

  @Test
  void threePingsAreThreePings() {
    assertThat(framesOf("\r\n\r\n".repeat(3))).containsExactly("PING", "PING", "PING");
  }

  @Test
  void bareLineFeedsEndLinesToo() {
    String loose = "OPTIONS sip:x SIP/2.0\nContent-Length: 2\n\nab";
    assertThat(framesOf(loose + BYE)).containsExactly(loose, BYE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: 3",
        "content-LENGTH:3",
        "l:3",
        "L \t:\t 3  ",
        "Content-Length:\r\n 3",
        "Content-Length: 3\r\n ",
        "Content-Length: 0003",
        "Content-Length: 3\r\nX: y\r\nl: 3",
      })
  void contentLengthIsFoundHoweverItIsWritten(String field) {
    String message = "OPTIONS sip:x SIP/2.0\r\nX-l: 7\r\n" + field + "\r\n\r\nabc";
    assertThat(framesOf(message + BYE)).containsExactly(message, BYE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Length: -1",
        "Content-Length: +3",
        "Content-Length: three",
        "Content-Length:",
        "Content-Length: 3 4",
        "Content-Length: 3\r\n 4",
        "Content-Length: 0x10",
        "Content-Length: 3\r\nl: 4",
      })
  void aLengthThatLiesBreaksTheStream(String field) {
    assertThat(framesOf("OPTIONS sip:x SIP/2.0\r\n" + field + "\r\n\r\nabcd"))
        .containsExactly("BAD_LENGTH");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1001", "4294967297", "99999999999999999999999999"})
  void aLengthAboveTheLimitIsRefusedBeforeTheBodyComes(String length) {
    assertThat(framesOf("OPTIONS sip:x SIP/2.0\r\nContent-Length: " + length + "\r\n\r\n"))
        .containsExactly("BODY_TOO_LARGE");
  }

  @Test
  void aBodyOfExactlyTheLimitPasses() {
    String message = "OPTIONS sip:x SIP/2.0\r\nl: 1000\r\n\r\n" + "x".repeat(1000);
    assertThat(framesOf(message)).containsExactly(message);
  }

  @Test
  void aHeaderThatDoesNotEndIsRefusedAtTheLimit() {
    assertThat(framesOf("OPTIONS sip:x SIP/2.0\r\nX: " + "x".repeat(2000)))
        .containsExactly("HEADER_TOO_LARGE");
    assertThat(framesOf("OPTIONS sip:x SIP/2.0\r\n" + "X: y\r\n".repeat(200)))
        .containsExactly("HEADER_TOO_LARGE");
  }

  @Test
  void aHeaderOfExactlyTheLimitPasses() {
    String start = "OPTIONS sip:x SIP/2.0\r\nX: ";
    String message = start + "x".repeat(1000 - start.length() - 4) + "\r\n\r\n";
    assertThat(message).hasSize(1000);
    assertThat(framesOf(message)).containsExactly(message);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\u0016\u0003\u0001\u0002\u0000\u0001", // TLS
        "GET / HTTP/1.1\r\n",
        " INVITE",
        "\rINVITE",
        "\u0000\u0000\u0000\u0000",
        "INVITE sip:x\u0000",
        "hello\r\n",
        "INVITE sip:bob@example.org\r\n",
      })
  void whatIsNoSipIsToldFromItsFirstLine(String bytes) {
    assertThat(framesOf(bytes)).containsExactly("GARBAGE");
  }

  @Test
  void aMethodThatNeverEndsIsGarbage() {
    assertThat(framesOf("A".repeat(100))).containsExactly("GARBAGE");
  }

  @Test
  void aBrokenStreamStaysBroken() {
    StreamFramer framer = framer();
    feed(framer, "\u0001");
    assertThat(framer.next()).isEqualTo(Mark.GARBAGE);
    feed(framer, INVITE);
    assertThat(framer.next()).isEqualTo(Mark.GARBAGE);
  }

  private static StreamFramer framer() {
    return new StreamFramer(1000, 1000);
  }

  private static List<String> framesOf(String... pieces) {
    StreamFramer framer = framer();
    List<String> found = new ArrayList<>();
    for (String piece : pieces) {
      found.addAll(feed(framer, piece));
    }
    return found;
  }

  private static List<String> feed(StreamFramer framer, String piece) {
    framer.feed(ByteBuffer.wrap(piece.getBytes(UTF_8)));
    List<String> found = new ArrayList<>();
    Frame frame;
    while ((frame = framer.next()) != Mark.MORE_NEEDED) {
      switch (frame) {
        case StreamFramer.Message message -> found.add(new String(message.bytes(), UTF_8));
        case StreamFramer.Binding binding -> found.add("STUN " + binding.bytes().length);
        case Mark mark -> found.add(mark.name());
      }
      if (frame instanceof Mark mark && mark != Mark.PING) {
        break;
      }
    }
    return found;
  }
}
