package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** RFC 4475 and RFC 5118, all of them, against what the RFCs ask for. */
class TortureTest {
  private static final SortedMap<String, byte[]> MESSAGES = TortureMessages.all();
  private final Map<String, String> expected = table("torture/expectations.txt");
  private final Map<String, String> deviations = table("torture/known-deviations.txt");

  @TestFactory
  Stream<DynamicTest> isAnsweredAsTheRfcWantsOrAsWeAdmit() {
    return MESSAGES.keySet().stream()
        .map(name ->
            DynamicTest.dynamicTest(
                name,
                () -> {
                  String wanted = expected.get(name);
                  if (deviations.containsKey(name)) {
                    wanted = deviations.get(name).split("\\|")[0].strip();
                  }
                  assertThat(verdict(MESSAGES.get(name))).isEqualTo(wanted);
                }));
  }

  @Test
  void everyMessageIsStillTheRfcsToTheByte() throws NoSuchAlgorithmException {
    Map<String, String> sums = new TreeMap<>();
    for (var message : GoldenFiles.all("torture", ".dat").entrySet()) {
      byte[] sum = MessageDigest.getInstance("SHA-256").digest(message.getValue());
      sums.put(message.getKey(), HexFormat.of().formatHex(sum));
    }
    Map<String, String> written = new TreeMap<>();
    for (String line : GoldenFiles.lines("torture/checksums.txt")) {
      written.put(line.substring(66), line.substring(0, 64));
    }
    assertThat(sums).isEqualTo(written);
  }

  @Test
  void everyMessageHasAnExpectationAndEveryExpectationAMessage() {
    assertThat(expected.keySet()).containsExactlyInAnyOrderElementsOf(MESSAGES.keySet());
  }

  @Test
  void everyKnownDeviationIsStillOneAndHasAReason() {
    deviations.forEach((name, deviation) -> {
      String[] parts = deviation.split("\\|");
      assertThat(parts).as(name).hasSize(2);
      assertThat(parts[1].strip()).as("reason of %s", name).isNotEmpty();
      assertThat(parts[0].strip())
          .as("%s is no deviation any more", name)
          .isNotEqualTo(expected.get(name));
    });
  }

  @Test
  void readableMessagesLeaveAsTheyCame() {
    MESSAGES.forEach((name, bytes) -> {
      if (name.contains("/valid/") && !COMPLETED.contains(name)) {
        byte[] left = parse(bytes).encoded();
        assertThat(left).as(name).isEqualTo(Arrays.copyOf(bytes, left.length));
      }
    });
  }

  /**
   * One gets a Content-Length and two the blank line they lack; of others the bytes behind their
   * Content-Length are dropped.
   */
  private static final Set<String> COMPLETED =
      Set.of(
          "rfc4475/valid/inv2543.dat",
          "rfc5118/valid/ipv6-bug-abnf-3-colons.dat",
          "rfc5118/valid/ipv6-correct-abnf-2-colons.dat");

  @Test
  void bytesBehindTheContentLengthAreDropped() {
    byte[] two = MESSAGES.get("rfc4475/valid/dblreq.dat");
    SipMessage first = parse(two);
    assertThat(first.method()).isEqualTo(Method.REGISTER);
    assertThat(first.bodyLength()).isZero();
    assertThat(first.encoded()).isEqualTo(Arrays.copyOf(two, first.encoded().length));
  }

  @Test
  void everythingOfTheTortuousInviteIsUnderstood() {
    SipMessage m = parse(MESSAGES.get("rfc4475/valid/wsinv.dat"));
    assertThat(m.toTag()).isEqualTo("1918181833n");
    assertThat(m.fromTag()).isEqualTo("98asjd8");
    assertThat(m.number(HeaderName.MAX_FORWARDS, 70)).isEqualTo(68);
    assertThat(m.cseq()).hasToString("9 INVITE");
    assertThat(m.topVia().host()).isEqualTo("192.0.2.2");
    assertThat(m.topVia().branch()).isEqualTo("390skdjuw");
    assertThat(m.values(HeaderName.VIA)).hasSize(3);
    assertThat(Scan.via(m.values(HeaderName.VIA).get(1)).transport()).isEqualTo("TCP");
    assertThat(Scan.via(m.values(HeaderName.VIA).get(2)).branch()).isEqualTo("z9hG4bK30239");
    assertThat(m.header(HeaderName.SUBJECT)).isEmpty();
    assertThat(m.header(HeaderName.of("newfangledheader")))
        .isEqualTo("newfangled value continued newfangled value");
    var route = Grammar.nameAddr(m.header(HeaderName.ROUTE));
    assertThat(route.uri().looseRouter()).isTrue();
    assertThat(route.uri().params()).containsEntry("unknownwith", "value");
    var from = Grammar.nameAddr(m.header(HeaderName.FROM));
    assertThat(from.display()).isEqualTo("J Rosenberg \\\"");
    var contact = Grammar.nameAddr(m.header(HeaderName.CONTACT));
    assertThat(contact.display()).isEqualTo("Quoted string \"\"");
    assertThat(contact.params())
        .containsEntry("newparam", "newvalue")
        .containsEntry("secondparam", "")
        .containsEntry("q", "0.33");
    assertThat(m.bodyLength()).isEqualTo(150);
  }

  @Test
  void escapedCharactersAreReadOnceAndOnlyWhereTheyMeanSomething() {
    SipMessage m = parse(MESSAGES.get("rfc4475/valid/esc01.dat"));
    assertThat(((SipRequest) m).uri().user()).isEqualTo("sips:user@example.com");
    assertThat(Grammar.nameAddr(m.header(HeaderName.TO)).uri().user()).isEqualTo("user");
    assertThat(Grammar.nameAddr(m.header(HeaderName.FROM)).uri().user()).isEqualTo("I have spaces");
    var contact = Grammar.nameAddr(m.header(HeaderName.CONTACT)).uri();
    assertThat(contact.user()).isEqualTo("caller");
    assertThat(contact.looseRouter()).isTrue();
    assertThat(contact.params()).containsEntry("name", "value%41");

    SipMessage other = parse(MESSAGES.get("rfc4475/valid/esc02.dat"));
    assertThat(other.method().name()).isEqualTo("RE%47IST%45R");
    assertThat(other.headers(HeaderName.CONTACT)).hasSize(2);
    assertThat(Grammar.nameAddr(other.header(HeaderName.TO)).display()).isEqualTo("%Z%45");
  }

  @Test
  void charactersNobodyExpectsAreUnderstood() {
    SipRequest m = (SipRequest) parse(MESSAGES.get("rfc4475/valid/intmeth.dat"));
    assertThat(m.method().name()).isEqualTo("!interesting-Method0123456789_*+`.%indeed'~");
    assertThat(m.uri().user()).isEqualTo("1_unusual.URI~(to-be!sure)&isn't+it$/crazy?,/;;*");
    assertThat(m.fromTag()).isEqualTo("_token~1'+`*%!-.");
    var from = Grammar.nameAddr(m.header(HeaderName.FROM));
    assertThat(from.params()).containsEntry("fromparam''~+*_!.-%", "работающий");
    assertThat(Grammar.nameAddr(m.header(HeaderName.TO)).display())
        .isEqualTo("BEL:\u0007 NUL:\u0000 DEL:\u007f");
  }

  @Test
  void anIpv6AddressIsReadWhereverItStands() {
    assertThat(via("via-received-param-with-delim").received()).isEqualTo("2001:db8::9:255");
    assertThat(via("via-received-param-no-delim").received()).isEqualTo("2001:db8::9:255");
    var unambiguous = (SipRequest) parse(MESSAGES.get("rfc5118/valid/port-unambiguous.dat"));
    assertThat(unambiguous.uri().host()).isEqualTo("[2001:db8::10]");
    assertThat(unambiguous.uri().port()).isEqualTo(5070);
    var ambiguous = (SipRequest) parse(MESSAGES.get("rfc5118/valid/port-ambiguous.dat"));
    assertThat(ambiguous.uri().host()).isEqualTo("[2001:db8::10:5070]");
    assertThat(ambiguous.uri().port()).isZero();
  }

  private static org.belfry.pbx.sip.Via via(String name) {
    return parse(MESSAGES.get("rfc5118/valid/" + name + ".dat")).topVia();
  }

  private static SipMessage parse(byte[] bytes) {
    SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
    assertThat(message).isNotNull();
    return message;
  }

  /** What an element does with the message before it looks at what the message wants. */
  private static String verdict(byte[] bytes) {
    SipMessage message = MessageParser.parse(bytes, 0, bytes.length);
    if (message == null) {
      return "garbage";
    }
    String problem = message.problem();
    if (message instanceof SipRequest request && !request.isVersion2()) {
      return "505";
    }
    if (problem == null && message.method().equals(Method.REGISTER)) {
      problem = contactProblem(message);
    }
    if (problem == null) {
      return "parsed";
    }
    return (message instanceof SipRequest ? "400 " : "dropped ") + problem;
  }

  private static String contactProblem(SipMessage register) {
    try {
      register.values(HeaderName.CONTACT).forEach(Grammar::nameAddr);
      return null;
    } catch (MalformedHeader e) {
      return e.phrase();
    }
  }

  private static Map<String, String> table(String file) {
    Map<String, String> table = new LinkedHashMap<>();
    for (String line : GoldenFiles.lines(file)) {
      int blank = line.indexOf(' ');
      table.put(line.substring(0, blank), line.substring(blank).strip());
    }
    return table;
  }
}
