package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.belfry.pbx.sip.HeaderName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes: an answer, in time, and no exception but {@link MalformedHeader}. */
class MessageFuzzTest {
  private static final int ROUNDS = 200_000;
  private static final Duration AT_MOST = Duration.ofSeconds(20);
  private static final String[] SPICE = {
    ",",
    ";",
    "\"",
    "<",
    ">",
    "\\",
    ":",
    "\r\n",
    "\n",
    "\r\n ",
    "\r\n\t",
    " ",
    "\t",
    "=",
    "[",
    "]",
    "?",
    "@",
    "%",
    "%00",
    "%4",
    "*",
    "\0",
    "\u00ff",
    "sip:",
    "tel:",
    "Via: ",
    "v: ",
    "/",
    "-1",
    "99999999999999999999",
    "SIP/2.0",
    "SIP/3.0",
    "\r\n\r\n",
    "Digest ",
    "tag="
  };

  @Test
  void mutationsOfGoldenMessagesNeverHarm() {
    List<byte[]> seeds = new ArrayList<>(GoldenFiles.all("torture", ".dat").values());
    seeds.addAll(GoldenFiles.all("messages", ".sip").values());
    long end = System.nanoTime() + AT_MOST.toNanos();
    int accepted = 0;
    int round = 0;
    for (; round < ROUNDS && System.nanoTime() < end; round++) {
      Random random = new Random(round);
      byte[] bytes = mutated(seeds.get(random.nextInt(seeds.size())), random);
      try {
        accepted += survives(bytes) ? 1 : 0;
      } catch (RuntimeException | Error e) {
        fail("seed " + round + ": " + new String(bytes, StandardCharsets.ISO_8859_1), e);
      }
    }
    assertThat(round).as("rounds within %s", AT_MOST).isGreaterThan(ROUNDS / 10);
    assertThat(accepted).as("messages accepted").isGreaterThan(round / 20);
  }

  /** True when the message was accepted; then it leaves as a message that reads the same. */
  private static boolean survives(byte[] bytes) {
    SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
    if (message == null) {
      return false;
    }
    String problem = message.problem();
    askEverything(message);
    if (message instanceof SipRequest request) {
      request.respond(400, "Bad Request", "t").done().encoded();
    }
    if (problem != null) {
      assertThat(problem).isNotEmpty().doesNotContain("\r", "\n");
      return false;
    }
    byte[] wire = message.encoded();
    SipMessage again = MessageParser.parse(wire, 0, wire.length);
    assertThat(again).isNotNull();
    assertThat(again.problem()).isNull();
    assertThat(again.encoded()).isEqualTo(wire);
    assertThat(again.callId()).isEqualTo(message.callId());
    assertThat(again.cseq()).isEqualTo(message.cseq());
    assertThat(again.topVia()).isEqualTo(message.topVia());
    assertThat(again.fromTag()).isEqualTo(message.fromTag());
    assertThat(again.toTag()).isEqualTo(message.toTag());
    assertThat(again.body()).isEqualTo(message.body());
    return true;
  }

  private static void askEverything(SipMessage message) {
    tried(message, m -> m.topVia());
    tried(message, m -> m.cseq());
    tried(message, m -> m.fromTag());
    tried(message, m -> m.toTag());
    tried(message, m -> m.method());
    tried(message, m -> m.number(HeaderName.EXPIRES, 0));
    tried(message, m -> ((SipRequest) m).uri(), message instanceof SipRequest);
    for (HeaderName name :
        Arrays.asList(
            HeaderName.FROM, HeaderName.CONTACT, HeaderName.ROUTE, HeaderName.RECORD_ROUTE)) {
      for (String value : message.values(name)) {
        tried(message, m -> Grammar.nameAddr(value));
      }
    }
    for (String value : message.headers(HeaderName.AUTHORIZATION)) {
      tried(message, m -> Grammar.credentials(value));
    }
    for (String value : message.values(HeaderName.VIA)) {
      tried(message, m -> Scan.via(value));
    }
  }

  private static void tried(SipMessage message, Consumer<SipMessage> question, boolean... asked) {
    if (asked.length == 1 && !asked[0]) {
      return;
    }
    try {
      question.accept(message);
    } catch (MalformedHeader e) {
      assertThat(e.phrase()).isNotEmpty();
    }
  }

  private static byte[] mutated(byte[] seed, Random random) {
    StringBuilder text = new StringBuilder(new String(seed, StandardCharsets.ISO_8859_1));
    for (int n = 1 + random.nextInt(4); n > 0; n--) {
      int at = random.nextInt(text.length());
      int to = Math.min(text.length(), at + 1 + random.nextInt(12));
      switch (random.nextInt(6)) {
        case 0 -> text.insert(at, SPICE[random.nextInt(SPICE.length)]);
        case 1 -> text.replace(at, to, SPICE[random.nextInt(SPICE.length)]);
        case 2 -> text.delete(at, to);
        case 3 -> text.insert(at, text.substring(at, to));
        case 4 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.setLength(random.nextInt(40) == 0 ? Math.max(1, at) : text.length());
      }
      if (text.isEmpty()) {
        text.append(' ');
      }
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  @Timeout(20)
  void sixtyFiveKilobytesOfAnythingTakeNoTime() {
    for (String filler :
        new String[] {
          ",",
          ";",
          "\"",
          "<",
          "\\",
          " ",
          "\r\n ",
          "\r\n\t \r\n ",
          ",<",
          "\",",
          ";a=",
          ";a=\"",
          "<>",
          "[",
          "a,",
          "=",
          "%",
          "\"\\",
          "(",
          "sip:",
          "\r\n",
          "v:a\r\n",
          "\u00ff",
          ">\"<"
        }) {
      String much = filler.repeat(65_000 / filler.length());
      for (String head :
          new String[] {
            "INVITE ",
            "INVITE sip:a@b SIP/2.0\r\nVia: ",
            "INVITE sip:a@b SIP/2.0\r\nFrom: ",
            "INVITE sip:a@b SIP/2.0\r\nFrom: <sip:a@b>",
            "INVITE sip:a@b SIP/2.0\r\nContact: \"",
            "INVITE sip:a@b SIP/2.0\r\nVia: SIP/2.0/UDP h",
            "INVITE sip:",
            "",
            "INVITE sip:a@b SIP/2.0\r\nAuthorization: Digest ",
            "INVITE sip:a@b SIP/2.0\r\nRoute: <sip:a",
            "INVITE sip:a@b SIP/2.0\r\nContact: sip:a@"
          }) {
        byte[] bytes = (head + much + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1);
        long began = System.nanoTime();
        survives(bytes);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        assertThat(took).as("%s + %s", head, filler).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  @Test
  @Timeout(20)
  void eightKilobytesOfAnythingAreReadableOrNotAtOnce() {
    for (String piece :
        new String[] {
          ";a=b", "%61", "a.", ":", "1:", "(", ";x", "?a=b&", "&a=b", "\\\"", "a b", "\"a\" ",
          ",a=b"
        }) {
      String much = piece.repeat(8_000 / piece.length());
      long began = System.nanoTime();
      SipMessage any = Written.anything();
      tried(any, m -> Grammar.uri("sip:" + much));
      tried(any, m -> Grammar.uri("sip:" + much + "@b"));
      tried(any, m -> Grammar.uri("sip:a@b" + much));
      tried(any, m -> Grammar.uri("sip:a@[" + much + "]"));
      tried(any, m -> Grammar.uri("tel:" + much));
      tried(any, m -> Grammar.uri("tel:+1" + much));
      tried(any, m -> Grammar.uri("x:" + much));
      tried(any, m -> Grammar.nameAddr("\"" + much + "\" <sip:a@b>" + much));
      tried(any, m -> Grammar.nameAddr(much + "<sip:a@b>" + much));
      tried(any, m -> Grammar.credentials("Digest " + much));
      tried(any, m -> Grammar.credentials("Digest username=\"a\"" + much));
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as(piece)
          .isLessThan(Duration.ofSeconds(2));
    }
  }
}
