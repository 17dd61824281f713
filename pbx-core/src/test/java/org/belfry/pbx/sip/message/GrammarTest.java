package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GrammarTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "sip:alice@pbx.example                    | sip  | alice             | pbx.example    | 0",
        "SIP:alice@PBX.Example:5070               | sip  | alice             | pbx.example    |"
            + " 5070",
        "sips:alice@pbx.example                   | sips | alice             | pbx.example    | 0",
        "sip:pbx.example                          | sip  | -                 | pbx.example    | 0",
        "sip:%61lice@b                            | sip  | alice             | b              | 0",
        "sip:%2397@b                              | sip  | #97               | b              | 0",
        "sip:*97@b                                | sip  | *97               | b              | 0",
        "sip:a:secret@b:5061                      | sip  | a                 | b              |"
            + " 5061",
        "sip:+1;phone-context=x.y@b;user=phone    | sip  | +1;phone-context=x.y | b           | 0",
        "sip:a@[2001:DB8::1]:5070;transport=tcp   | sip  | a                 | [2001:db8::1]  |"
            + " 5070",
        "sip:a@b?Subject=x&y=z                    | sip  | a                 | b              | 0",
        "tel:+1-201-555-0123                      | tel  | +1-201-555-0123   | ''             | 0",
        "tel:7042;phone-context=example.com       | tel  | 7042              | ''             | 0",
        "urn:service:sos                          | urn  | -                 | ''             | 0"
      })
  void aUriIsReadAndKeepsItsText(String text, String scheme, String user, String host, int port) {
    SipUri uri = Grammar.uri(text);
    assertThat(uri.scheme()).isEqualTo(scheme);
    assertThat(uri.user()).isEqualTo(user);
    assertThat(uri.host()).isEqualTo(host);
    assertThat(uri.port()).isEqualTo(port);
    assertThat(uri).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "x",
        "*",
        "sip:",
        "sip:@b",
        "sip:a@",
        "<sip:a@b>",
        "sip:a@b>x",
        "sip:a@b x",
        "sip:a b@c",
        "sip:a@b@c",
        "sip:a@b,sip:c@d",
        "sip:a@b:",
        "sip:a@b:0",
        "sip:a@b:99999",
        "sip:a@b:5060x",
        "sip:a@2001:db8::1",
        "sip:a@[2001:db8::1",
        "sip:a@[zz]",
        "sip:a%zz@c",
        "sip:a%4@c",
        "sip:a@b;p=\"q\"",
        "sip:a@b\r\nX: y",
        "sip:a\0@b"
      })
  void whatIsNoUriIsMalformed(String text) {
    assertThatExceptionOfType(MalformedHeader.class).isThrownBy(() -> Grammar.uri(text));
  }

  @Test
  void uriParametersHaveLowerCaseNamesAndUnescapedValues() {
    SipUri uri = Grammar.uri("sip:a@b;LR;Transport=TCP;x=%41b");
    assertThat(uri.looseRouter()).isTrue();
    assertThat(uri.transport()).isEqualTo(Transport.TCP);
    assertThat(uri.params()).containsEntry("x", "Ab");
  }

  @Test
  void aUriHasSoManyParameters() {
    assertThat(Grammar.uri("sip:a@b" + ";x=%41".repeat(64)).params()).containsOnlyKeys("x");
    for (String many : new String[] {";x=%41", ";", ";=", ";x"}) {
      assertThatThrownBy(() -> Grammar.uri("sip:a@b" + many.repeat(65)))
          .isInstanceOf(MalformedHeader.class);
    }
  }

  @Test
  void anAddressMayHaveANameInAnyWriting() {
    assertThat(Grammar.nameAddr("sip:a@b").display()).isNull();
    assertThat(Grammar.nameAddr("<sip:a@b>").display()).isNull();
    assertThat(Grammar.nameAddr("A B <sip:a@b>").display()).isEqualTo("A B");
    assertThat(Grammar.nameAddr("Müller <sip:a@b>").display()).isEqualTo("Müller");
    assertThat(Grammar.nameAddr("\"a, <b>; \\\"c\\\" \\\\\" <sip:a@b>").display())
        .isEqualTo("a, <b>; \"c\" \\");
  }

  @Test
  void parametersBelongToTheHeaderWithoutBracketsAndToTheUriWithin() {
    NameAddr bare = Grammar.nameAddr("sip:a@b;x=1");
    assertThat(bare.uri()).hasToString("sip:a@b");
    assertThat(bare.params()).containsEntry("x", "1");
    NameAddr bracketed = Grammar.nameAddr("<sip:a@b;x=1> ; Y = \"2;3\" ; z");
    assertThat(bracketed.uri().params()).containsOnlyKeys("x");
    assertThat(bracketed.params()).containsEntry("y", "2;3").containsEntry("z", "").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "*",
        "<>",
        "<sip:a@b",
        "sip:a@b>",
        "< sip:a@b >",
        "<sip:a@b>garbage",
        "<sip:a@b><",
        "<sip:a@b>, <sip:c@d>",
        "<sip:a@b>;;tag=1",
        "<sip:a@b>;x=\"y",
        "\"unbalanced <sip:a@b>",
        "\"a\" \"b\" <sip:a@b>",
        "Bell, Alexander <sip:a@b>",
        "http://x <sip:a@b>",
        "sip:a@b?x=y"
      })
  void whatIsNoAddressIsMalformed(String value) {
    assertThatExceptionOfType(MalformedHeader.class).isThrownBy(() -> Grammar.nameAddr(value));
  }

  private static final String DIGEST =
      "username=\"bob\", realm=\"r\", nonce=\"n\", uri=\"sip:x\", response=\"0123\"";

  @ParameterizedTest
  @ValueSource(strings = {"Digest ", "DIGEST ", "digest   "})
  void theSchemeHasNoCase(String scheme) {
    assertThat(Grammar.credentials(scheme + DIGEST).username()).isEqualTo("bob");
  }

  @Test
  void anRfc2069AnswerHasNoQopAndMeansMd5() {
    var credentials = Grammar.credentials("Digest " + DIGEST);
    assertThat(credentials.algorithm()).isEqualTo("MD5");
    assertThat(credentials.qop()).isNull();
    assertThat(credentials.cnonce()).isNull();
    assertThat(credentials.nonceCount()).isNull();
    assertThat(credentials).asString().doesNotContain("0123");
  }

  @ParameterizedTest
  @ValueSource(strings = {"qop=auth", "qop=\"auth\"", "QOP=auth"})
  void qopMayBeQuoted(String qop) {
    var credentials =
        Grammar.credentials(
            "Digest " + DIGEST + ", algorithm=SHA-256, " + qop + ", nc=0000000a, cnonce=\"c,d=\"");
    assertThat(credentials.algorithm()).isEqualTo("SHA-256");
    assertThat(credentials.qop()).isEqualTo("auth");
    assertThat(credentials.nonceCount()).isEqualTo("0000000a");
    assertThat(credentials.cnonce()).isEqualTo("c,d=");
  }

  @Test
  void quotedStringsMayHoldCommasAndEscapedQuotes() {
    var credentials =
        Grammar.credentials(
            "Digest username=\"b\\\"o\\\\b\", realm=\"a, b\", nonce=\"n=,\", uri=\"sip:x;y=z\","
                + "response=\"0\",opaque=\"\"");
    assertThat(credentials.username()).isEqualTo("b\"o\\b");
    assertThat(credentials.realm()).isEqualTo("a, b");
    assertThat(credentials.nonce()).isEqualTo("n=,");
    assertThat(credentials.uri()).isEqualTo("sip:x;y=z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Basic abc=", "Digestive x=\"y\"", "NoOneKnowsThisScheme opaque-data=here"})
  void otherSchemesAreNotOurs(String value) {
    assertThat(Grammar.credentials(value)).isNull();
  }

  @Test
  void aMissingFieldIsNamed() {
    assertThatThrownBy(() -> Grammar.credentials("Digest username=\"bob\""))
        .isInstanceOf(MalformedHeader.class)
        .hasMessage("The credentials have no realm");
  }
}
