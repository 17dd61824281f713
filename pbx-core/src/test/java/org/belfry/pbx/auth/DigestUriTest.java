package org.belfry.pbx.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.GoldenFiles;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Rfc("7616")
class DigestUriTest {
  private static final Directory SITE =
      Directory.of(
          1,
          "pbx.example",
          Set.of("pbx.example", "10.0.0.1", "127.0.0.1", "[2001:db8::1]"),
          List.of(),
          List.of());
  private static final InetAddress PHONE = address("10.0.0.5");

  /** Every request with credentials among the messages of phones. */
  @TestFactory
  @Rfc("3.4.6")
  Stream<DynamicTest> phonesSignTheRequestThatTheySend() {
    return GoldenFiles.all("messages", ".sip").entrySet().stream()
        .filter(
            e -> MessageParser.parse(e.getValue(), 0, e.getValue().length) instanceof SipRequest)
        .map(e -> {
          SipRequest request =
              (SipRequest) MessageParser.parse(e.getValue(), 0, e.getValue().length);
          String field = request.header(HeaderName.AUTHORIZATION);
          return new Signed(
              e.getKey(),
              request.uriText(),
              field == null ? request.header(HeaderName.PROXY_AUTHORIZATION) : field);
        })
        .filter(signed -> signed.credentials() != null)
        .map(signed ->
            DynamicTest.dynamicTest(
                signed.file(),
                () ->
                    assertThat(
                            DigestUri.names(
                                Grammar.credentials(signed.credentials()).uri(),
                                signed.uri(),
                                PHONE,
                                SITE))
                        .isTrue()));
  }

  private record Signed(String file, String uri, String credentials) {}

  @Test
  void thereAreMessagesOfPhonesThatLeaveAPortOrAParameterAway() {
    assertThat(phonesSignTheRequestThatTheySend()).hasSizeGreaterThanOrEqualTo(4);
  }

  @ParameterizedTest
  @Rfc("3.4.6")
  @CsvSource({
    "sip:pbx.example, sip:pbx.example",
    "sip:pbx.example, sip:pbx.example:5060", // leaves the port away
    "sip:pbx.example:5060, sip:pbx.example",
    "sip:pbx.example, sip:pbx.example;transport=tcp", // leaves the transport away
    "sip:pbx.example;transport=TLS, sip:pbx.example:5061;transport=tls",
    "sip:PBX.example, sip:pbx.example",
    "sip:1002@pbx.example, sip:1002@pbx.example;user=phone",
    "sip:*21%23@pbx.example, sip:*21#@pbx.example",
    "sip:%31002@pbx.example, sip:1002@pbx.example",
    "sip:1002@pbx.example, sip:1002@10.0.0.1:5060", // another name of this site
    "sips:1002@pbx.example, sip:1002@pbx.example;transport=tls",
    "tel:+493012345, sip:+493012345@pbx.example;user=phone", // RFC 3261 §19.1.6
  })
  void anotherWayToWriteTheSameIsTheSame(String signed, String requested) {
    assertThat(DigestUri.names(signed, requested, PHONE, SITE)).isTrue();
  }

  @ParameterizedTest
  @Rfc("3.4.6")
  @CsvSource({
    "sip:1002@pbx.example, sip:1003@pbx.example",
    "sip:1002@pbx.example, sip:pbx.example",
    "sip:pbx.example, sip:1002@pbx.example",
    "sip:10.0.0.1:5060, sip:1002@pbx.example",
    "sip:127.0.0.1:5060, sip:1002@pbx.example",
    "sip:elsewhere.example, sip:1002@pbx.example",
    "sip:1002@pbx.example, sip:1002@elsewhere.example",
    "sip:1002@elsewhere.example, sip:1002@pbx.example",
    "sip:1002@one.example, sip:1002@other.example",
    "sip:1002@10.0.0.1, sip:1002@10.0.0.2",
    "sip:1002@pbx.example:5060, sip:1002@pbx.example:5070",
    "sip:1002@pbx.example;gr=urn:one, sip:1002@pbx.example;gr=urn:other",
    "sip:Alice@pbx.example, sip:alice@pbx.example", // RFC 3261 §19.1.4: users differ by case
    "tel:+493012345, sip:+493012346@pbx.example",
    "tel:+493012345, sip:+493012345@elsewhere.example",
    "http://pbx.example/, sip:pbx.example",
    "pbx.example, sip:pbx.example",
    "'', sip:pbx.example",
    "/, sip:pbx.example",
  })
  void anotherUserOrHostIsNot(String signed, String requested) {
    assertThat(DigestUri.names(signed, requested, PHONE, SITE)).isFalse();
  }

  @ParameterizedTest
  @Rfc("3.4.6")
  @CsvSource({
    "sip:127.0.0.1:5060, sip:1002@pbx.example, 127.0.0.1, true",
    "sip:127.0.0.1:5060, sip:1002@pbx.example, 10.0.0.5, false",
    "sip:10.0.0.1:5060, sip:1002@10.0.0.1:5060, 127.0.0.1, false",
    "sip:1002@127.0.0.1, sip:1003@127.0.0.1, 127.0.0.1, false",
  })
  void whatSippSignsForTheServerIsForAnyUserOnThisMachineAlone(
      String signed, String requested, String from, boolean good) {
    assertThat(DigestUri.names(signed, requested, address(from), SITE)).isEqualTo(good);
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }
}
