package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SipMessageTest {
  private static final HeaderName X = HeaderName.of("X-Test");

  @Test
  void foldsAreOneSpaceWhateverSurroundsThem() {
    SipRequest m = Written.options("X-Test: one  \n\t two\n \n three\u0120\n");
    assertThat(m.header(X)).isEqualTo("one two three\u0120");
  }

  @Test
  void lineFeedsAloneEndLinesToo() {
    SipMessage m =
        Written.parseAsIs(
            "OPTIONS sip:b@c SIP/2.0\nv: SIP/2.0/TCP\t[2001:db8::1]:5062 ;branch=z9hG4bKa\n"
                + "f:<sip:a@c>;tag=1\nt:<sip:b@c>\ni:x\nCSeq:1 OPTIONS\n\n");
    assertThat(m.problem()).isNull();
    assertThat(m.topVia().host()).isEqualTo("[2001:db8::1]");
    assertThat(m.topVia().port()).isEqualTo(5062);
    assertThat(m.fromTag()).isEqualTo("1");
  }

  @Test
  void theBlankLineMayBeMissingButNotTheLastLineEnd() {
    String head =
        "OPTIONS sip:b@c SIP/2.0\nVia: SIP/2.0/UDP h\nFrom: <sip:a@c>\nTo: <sip:b@c>\n"
            + "Call-ID: x\nCSeq: 1 OPTIONS";
    assertThat(Written.parse(head + "\n").problem()).isNull();
    assertThat(Written.parse(head)).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "\n\n",
        "\0\0\0\0",
        "hello\n\n",
        "OPTIONS\n\n",
        "OPTIONS SIP/2.0\n\n",
        "OPTIONS sip:b@c\n\n",
        "OPT IONS\n\n",
        "SIP/2.0 99 x\n\n",
        "SIP/2.0 700 x\n\n",
        "SIP/2.0 2000 x\n\n",
        "SIP/2.0  200 OK\n\n",
        "OPTIONS sip:b@c SIP/2.0\n:x\n\n",
        "OPTIONS sip:b@c SIP/2.0\n no: first\n\n",
        "OPTIONS sip:b@c SIP/2.0\nnocolon\n\n"
      })
  void whatIsNoMessageIsGarbage(String text) {
    assertThat(Written.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "OPTIONS sip:b@c SIP/2.0|OPTIONS|sip:b@c|SIP/2.0",
        "^OPTIONS sip:b@c SIP/2.0   ^|OPTIONS|sip:b@c|SIP/2.0",
        "options sip:b@c SIP/2.0|options|sip:b@c|SIP/2.0",
        "OPTIONSX sip:b@c SIP/2.0|OPTIONSX|sip:b@c|SIP/2.0",
        "OPTIONS sip:b@c sip/2.0|OPTIONS|sip:b@c|sip/2.0",
        "OPTIONS sip:b@c SIP/7.0|OPTIONS|sip:b@c|SIP/7.0",
        "OPTIONS sip:b@c SIP/2.00|OPTIONS|sip:b@c|SIP/2.00",
        "OPTIONS  sip:b@c  SIP/2.0|OPTIONS|^ sip:b@c ^|SIP/2.0",
        "OPTIONS  SIP/2.0|OPTIONS|^^|SIP/2.0",
        "INVITE sip:j\u00fcrgen@c SIP/2.0|INVITE|sip:j\u00fcrgen@c|SIP/2.0"
      })
  void aRequestLineIsTakenAsItIsWritten(String line, String method, String uri, String version) {
    SipRequest m = (SipRequest) Written.parse(line + "\nX: y\n\n");
    assertThat(m.method().name()).isEqualTo(method);
    assertThat(m.uriText()).isEqualTo(uri);
    assertThat(m.version()).isEqualTo(version);
    assertThat(m.method() == Method.OPTIONS).isEqualTo(method.equals("OPTIONS"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "<sip:bob@pbx.example>|<sip:bob@pbx.example>;tag=t",
        "sip:bob@pbx.example;|sip:bob@pbx.example;tag=t",
        "<sip:bob@pbx.example>;a=b ; |<sip:bob@pbx.example>;a=b ;tag=t"
      })
  void anAnswerHasATagThatCanBeRead(String to, String tagged) {
    SipRequest m =
        (SipRequest)
            Written.parse(
                "OPTIONS sip:b@c SIP/2.0\nVia: SIP/2.0/UDP h\nFrom: <sip:a@c>;tag=1\nTo: "
                    + to
                    + "\nCall-ID: x\nCSeq: 1 OPTIONS\n\n");
    SipResponse answer = m.respond(200, "OK", "t").done();
    assertThat(answer.header(HeaderName.TO)).isEqualTo(tagged);
    assertThat(answer.toTag()).isEqualTo("t");
  }

  @Test
  void whatWeWriteIsReadAsItWasMeant() {
    SipResponse m =
        Written.options("")
            .respond(200, "OK", "t")
            .add(HeaderName.SERVER, "J\u00fcrgen\u2019s \ud83d\udd14")
            .add(X, "one\r\nInjected: two")
            .add(HeaderName.DATE, "")
            .done();
    SipMessage read = MessageParser.parse(m.encoded(), 0, m.encoded().length);
    assertThat(read.header(HeaderName.SERVER)).isEqualTo("J\u00fcrgen\u2019s \ud83d\udd14");
    assertThat(read.header(X)).isEqualTo("one  Injected: two").isEqualTo(m.header(X));
    assertThat(read.header(HeaderName.DATE)).isEmpty();
    assertThat(read.header(HeaderName.CONTENT_LENGTH)).isEqualTo("0");
    assertThat(read.header(HeaderName.of("Injected"))).isNull();
  }

  @Test
  void tooManyFieldsAreAFlawAndNoGarbage() {
    SipMessage m = Written.parse("OPTIONS sip:b@c SIP/2.0\n" + "X: y\n".repeat(257) + "\n");
    assertThat(m.flaw()).isEqualTo(Flaw.TOO_MANY_FIELDS);
    assertThat(m.problem()).isEqualTo(Flaw.TOO_MANY_FIELDS.phrase());
    assertThat(m.headers(HeaderName.of("X"))).hasSize(MessageParser.MAX_FIELDS);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "From: <sip:a@b>;tag=1     | From: hello                | From cannot be read",
        "From: <sip:a@b>;tag=1     | From: ''                   | From cannot be read",
        "From: <sip:a@b>;tag=1     | From: <sip:a@b>;;tag=1     | From cannot be read",
        "From: <sip:a@b>;tag=1     | Form: <sip:a@b>            | From is missing",
        "To: <sip:b@c>             | To: <sip:b@c>, <sip:d@e>   | To cannot be read",
        "Call-ID: x                | Call-ID:                   | Call-ID is empty",
        "CSeq: 1 OPTIONS           | CSeq: OPTIONS              | CSeq cannot be read",
        "CSeq: 1 OPTIONS           | CSeq: 2147483648 OPTIONS   | CSeq number is out of range",
        "CSeq: 1 OPTIONS           | CSeq: 1 INVITE             | CSeq names another method",
        "Max-Forwards: 70          | Max-Forwards: 256          | Max-Forwards is out of range",
        "Max-Forwards: 70          | Max-Forwards: many         | Max-Forwards is not a number",
        "Content-Length: 0         | Content-Length: 1          | Content-Length is larger than the message",
        "Content-Length: 0         | Content-Length: 0 0        | Content-Length is not a number",
        "Content-Length: 0         | Content-Length: 0;x        | Content-Length is not a number",
        "SIP/2.0/UDP h             | SIP/2.0/UDP                | Via cannot be read",
        "SIP/2.0/UDP h             | SIP/2.0/UDP h:0            | Via has no good port",
        "SIP/2.0/UDP h             | SIP/2.0/UDP h:65536        | Via has no good port",
        "SIP/2.0/UDP h             | SIP/2.0/UDP [::1           | Via cannot be read",
        "SIP/2.0/UDP h             | SIP/2.0/UDP h x            | Via cannot be read",
        "OPTIONS sip:b@c SIP       | OPTIONS sip:b@c?x=y SIP    | The Request-URI cannot be read",
        "OPTIONS sip:b@c SIP       | OPTIONS <sip:b@c> SIP      | The Request-URI cannot be read",
        "OPTIONS sip:b@c SIP/2.0   | OPTIONS sip:b@c SIP/3.0    | This version of SIP is not supported"
      })
  void aProblemHasItsPhrase(String right, String wrong, String phrase) {
    String good =
        "OPTIONS sip:b@c SIP/2.0\nVia: SIP/2.0/UDP h\nFrom: <sip:a@b>;tag=1\nTo: <sip:b@c>\n"
            + "Call-ID: x\nCSeq: 1 OPTIONS\nMax-Forwards: 70\nContent-Length: 0\n\n";
    assertThat(Written.parse(good).problem()).isNull();
    SipRequest bad = (SipRequest) Written.parse(good.replace(right, wrong.replace("''", "")));
    assertThat(bad.problem()).isEqualTo(phrase);
    assertThat(bad.respond(400, phrase, "t").done().encoded()).isNotEmpty();
  }

  @Test
  void compactAndLongNamesAreTheSame() {
    SipRequest m =
        Written.options("m: <sip:a@b>, <sip:c@d;x=\",\">\nCONTACT: \"e, f\" <sip:g@h>\n");
    assertThat(m.headers(HeaderName.CONTACT)).hasSize(2);
    assertThat(m.values(HeaderName.CONTACT))
        .containsExactly("<sip:a@b>", "<sip:c@d;x=\",\">", "\"e, f\" <sip:g@h>");
  }

  @Test
  void whatWeWriteStaysOneFieldWhateverItSays() {
    SipRequest m = Written.options("").edit().add(X, "a\r\nEvil: yes").done();
    assertThat(m.toString()).contains("X-Test: a  Evil: yes\r\n");
    assertThat(Written.parseAsIs(m.toString()).has(HeaderName.of("Evil"))).isFalse();
    assertThat(m.respond(400, "Bad\r\nEvil: yes", null).done().toString())
        .startsWith("SIP/2.0 400 Bad  Evil: yes\r\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> m.editWithUri("sip:a@b SIP/2.0\r\nEvil: yes"));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SipRequest.create(Method.OPTIONS, "sip:a b@c"));
  }

  @Test
  void anEditDoesNotReachIntoTheMessageItMade() {
    Edit<SipRequest> edit = Written.options("").edit().add(X, "1");
    SipRequest first = edit.done();
    SipRequest second = edit.set(X, "2").done();
    assertThat(first.header(X)).isEqualTo("1");
    assertThat(second.header(X)).isEqualTo("2");
  }

  @Test
  void poppingTheLastValueRemovesTheField() {
    SipRequest m = Written.options("X-Test: a,\nX-Test: b , c\n");
    SipRequest once = m.edit().pop(X).done();
    assertThat(once.headers(X)).containsExactly("b , c");
    SipRequest twice = once.edit().pop(X).done();
    assertThat(twice.headers(X)).containsExactly("c");
    assertThat(twice.edit().pop(X).pop(X).done().has(X)).isFalse();
  }

  @Test
  void theTopViaGivesItsParametersButForTwo() {
    SipRequest m =
        (SipRequest)
            Written.parse(
                "OPTIONS sip:b@c SIP/2.0\nVia: SIP/2.0/UDP h;RPORT ;x=\"a;b\"; branch = z ;y,"
                    + "SIP/2.0/UDP i;z\n\n");
    assertThat(m.topViaParameters("rport", "received")).isEqualTo(";x=\"a;b\";branch = z;y");
    assertThat(m.vias()).hasSize(2);
    assertThat(m.topVia().branch()).isEqualTo("z");
  }

  @Test
  void replacingTheTopLeavesTheOtherValues() {
    SipRequest m = Written.options("X-Test: \"a,b\", c\nX-Test: d\n");
    SipRequest replaced = m.edit().replaceTop(X, "z").done();
    assertThat(replaced.values(X)).containsExactly("z", "c", "d");
  }

  @Test
  void aResponseCarriesWhatTheRfcAsksFor() {
    SipRequest m =
        Written.options("Via: SIP/2.0/UDP second\nTimestamp: 5\nRecord-Route: <sip:p;lr>\n");
    SipResponse trying = m.respond(100, "Trying", null).done();
    assertThat(trying.headers(HeaderName.VIA)).hasSize(2);
    assertThat(trying.toTag()).isNull();
    assertThat(trying.header(HeaderName.TIMESTAMP)).isEqualTo("5");
    SipResponse ok = m.respond(200, "OK", "mine").done();
    assertThat(ok.toTag()).isEqualTo("mine");
    assertThat(ok.cseq()).isEqualTo(m.cseq());
    assertThat(ok.callId()).isEqualTo(m.callId());
    assertThat(ok.problem()).isNull();
    assertThat(ok.toString()).endsWith("Content-Length: 0\r\n\r\n");
  }

  @Test
  void aNewBodyBringsItsLength() {
    byte[] body = "v=0\r\n".getBytes(StandardCharsets.UTF_8);
    SipRequest m = Written.options("l: 0\n").edit().body("application/sdp", body).done();
    assertThat(m.number(HeaderName.CONTENT_LENGTH, -1)).isEqualTo(5);
    assertThat(m.headers(HeaderName.CONTENT_LENGTH)).hasSize(1);
    assertThat(m.body()).isEqualTo(body);
    assertThat(Written.parseAsIs(m.toString()).problem()).isNull();
  }
}
