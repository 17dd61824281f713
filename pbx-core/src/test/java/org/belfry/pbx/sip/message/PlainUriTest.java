package org.belfry.pbx.sip.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.SipUri;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Rfc("3261")
class PlainUriTest {
  private static final String[] PIECES = {
    "sip:",
    "sips:",
    "SIP:",
    "tel:",
    "alice",
    "1001",
    "+49301234",
    "a.b-c_d",
    "%41",
    "@",
    "@",
    ":",
    "5060",
    "0",
    "65536",
    "00080",
    "pbx.example",
    "PBX.example",
    "10.0.0.1",
    "[2001:db8::1]",
    "-x",
    "x-",
    ".",
    "..",
    "1.2.3",
    "a_b.c",
    ";",
    "lr",
    "transport=tcp",
    "Transport=TCP",
    "ob",
    "x=",
    "=y",
    "gr=urn:x",
    "a=b",
    ";a=c",
    "?Subject=x",
    " ",
    "",
    "\u00e9",
    "*",
    "!",
    "~",
    "'",
    "(",
    "&"
  };

  @Test
  @Rfc("19.1.1")
  void whatItReadsTheFullGrammarReadsTheSame() {
    Random random = new Random(4);
    int plain = 0;
    for (int i = 0; i < 60_000; i++) {
      StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "sip:");
      for (int n = random.nextInt(9); n >= 0; n--) {
        text.append(PIECES[random.nextInt(PIECES.length)]);
      }
      plain += compare(text.toString());
    }
    assertThat(plain).isGreaterThan(500); // or this would compare nothing
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "sip:1001@10.0.0.5:5060",
        "sip:pbx.example",
        "sips:bob@pbx.example;transport=tls",
        "sip:1001@10.0.0.5:40123;transport=tcp;ob",
        "sip:a1b2c3-u-7f000001-13c4-0@10.0.0.1:5060;lr"
      })
  void whatPhonesSendIsPlain(String text) {
    assertThat(PlainUri.read(text)).isEqualTo(Grammar.fullUri(text));
  }

  private static int compare(String text) {
    SipUri plain = PlainUri.read(text);
    if (plain == null) {
      return 0;
    }
    try {
      assertThat(plain).as(text).isEqualTo(Grammar.fullUri(text));
    } catch (MalformedHeader e) {
      throw new AssertionError("the full grammar refuses " + text, e);
    }
    return 1;
  }
}
