package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SortedMap;
import java.util.stream.Stream;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.NameAddr;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Messages in the style of real phones: they are read, and leave as they came. */
class GoldenPhoneTest {
  private static final SortedMap<String, byte[]> MESSAGES = GoldenFiles.all("messages", ".sip");
  private static final HeaderName MARK = HeaderName.of("X-Mark");

  @TestFactory
  Stream<DynamicTest> hasNoProblem() {
    return each((name, message) -> assertThat(message.problem()).isNull());
  }

  @TestFactory
  Stream<DynamicTest> leavesByteForByte() {
    return each((name, message) -> {
      assertThat(message.encoded()).isEqualTo(MESSAGES.get(name));
      SipMessage edited = edit(message).done();
      assertThat(edited.encoded()).isEqualTo(MESSAGES.get(name));
    });
  }

  @TestFactory
  Stream<DynamicTest> keepsEveryOtherByteWhenOneFieldChanges() {
    return each((name, message) -> {
      String before = latin(MESSAGES.get(name));
      String from = message.header(HeaderName.CALL_ID);
      SipMessage changed = edit(message).set(HeaderName.CALL_ID, "another@place").done();
      assertThat(latin(changed.encoded()))
          .isEqualTo(before.replace("Call-ID: " + from, "Call-ID: another@place"));
      SipMessage added = edit(message).add(MARK, "here").done();
      assertThat(latin(added.encoded()))
          .isEqualTo(before.replaceFirst("\r\n\r\n", "\r\nX-Mark: here\r\n\r\n"));
      assertThat(edit(added).remove(MARK).done().encoded()).isEqualTo(MESSAGES.get(name));
    });
  }

  @TestFactory
  Stream<DynamicTest> isTheSameAfterAViaWasPushedAndPopped() {
    return each((name, message) -> {
      SipMessage pushed =
          edit(message).push(HeaderName.VIA, "SIP/2.0/UDP x;branch=z9hG4bKx").done();
      assertThat(pushed.topVia().branch()).isEqualTo("z9hG4bKx");
      SipMessage popped = edit(pushed).pop(HeaderName.VIA).done();
      assertThat(popped.encoded()).isEqualTo(MESSAGES.get(name));
    });
  }

  @TestFactory
  Stream<DynamicTest> hasAddressesWhoseTextSurvives() {
    return each((name, message) -> {
      for (HeaderName field :
          Arrays.asList(
              HeaderName.FROM,
              HeaderName.TO,
              HeaderName.CONTACT,
              HeaderName.ROUTE,
              HeaderName.RECORD_ROUTE)) {
        for (String value : message.values(field)) {
          NameAddr address = Grammar.nameAddr(value);
          assertThat(value).contains(address.uri().text());
          assertThat(Grammar.uri(address.uri().text())).isEqualTo(address.uri());
        }
      }
    });
  }

  @Test
  void credentialsOfBothAlgorithmsAreRead() {
    var md5 = Grammar.credentials(header("yealink/t46u/register.sip", HeaderName.AUTHORIZATION));
    assertThat(md5.username()).isEqualTo("1001");
    assertThat(md5.algorithm()).isEqualTo("MD5");
    assertThat(md5.qop()).isEqualTo("auth");
    assertThat(md5.nonceCount()).isEqualTo("00000001");
    var sha =
        Grammar.credentials(header("grandstream/gxp2170/register.sip", HeaderName.AUTHORIZATION));
    assertThat(sha.algorithm()).isEqualTo("SHA-256");
    assertThat(sha.nonce()).isEqualTo("MTYwNQ==,7");
    assertThat(sha.response()).hasSize(64);
  }

  @Test
  void namesAreReadWhateverLettersTheyHave() {
    assertThat(Grammar.nameAddr(header("snom/d785/register.sip", HeaderName.FROM)).display())
        .isEqualTo("Bob Müller");
    assertThat(Grammar.nameAddr(header("baresip/1.0/invite.sip", HeaderName.FROM)).display())
        .isEqualTo("Alice \"Al\" Ångström");
    assertThat(Grammar.nameAddr(header("cisco/cp8841-3pcc/invite.sip", HeaderName.FROM)).display())
        .isEqualTo("Reception, Ground Floor");
  }

  @Test
  void aSecondViaOnTheSameLineIsLeftWhenTheFirstGoes() {
    SipMessage ok = parse(MESSAGES.get("poly/vvx450/ok.sip"));
    assertThat(ok.values(HeaderName.VIA)).hasSize(2);
    SipMessage popped = edit(ok).pop(HeaderName.VIA).done();
    assertThat(popped.topVia().branch()).isEqualTo("z9hG4bK1894330711");
    assertThat(popped.topVia().received()).isEqualTo("192.168.1.61");
    assertThat(popped.topVia().rportValue()).isEqualTo(5060);
  }

  @Test
  void theInstanceIsReadWithoutItsQuotes() {
    NameAddr contact = Grammar.nameAddr(header("snom/d785/register.sip", HeaderName.CONTACT));
    assertThat(contact.params())
        .containsEntry("+sip.instance", "<urn:uuid:d6c4a1b5-8f2d-4c2e-9a53-000413a1b2c3>")
        .containsEntry(
            "methods", "INVITE,ACK,CANCEL,BYE,REFER,OPTIONS,NOTIFY,SUBSCRIBE,PRACK,MESSAGE,INFO")
        .containsEntry("reg-id", "1");
    assertThat(contact.uri().params()).containsEntry("line", "mcn8tk3e");
  }

  private interface Claim {
    void holds(String name, SipMessage message);
  }

  private static Stream<DynamicTest> each(Claim claim) {
    return MESSAGES.keySet().stream()
        .map(name ->
            DynamicTest.dynamicTest(name, () -> claim.holds(name, parse(MESSAGES.get(name)))));
  }

  private static String header(String name, HeaderName field) {
    return parse(MESSAGES.get(name)).header(field);
  }

  private static Edit<?> edit(SipMessage message) {
    return message instanceof SipRequest r ? r.edit() : ((SipResponse) message).edit();
  }

  private static SipMessage parse(byte[] bytes) {
    return MessageParser.parse(bytes, 0, bytes.length);
  }

  private static String latin(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
