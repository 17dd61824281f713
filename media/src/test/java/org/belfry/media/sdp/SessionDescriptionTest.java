package org.belfry.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 8866: text in, value, the same text out; and what is refused. */
class SessionDescriptionTest {
  private static final String HEAD = "v=0\r\no=- 1 2 IN IP4 192.0.2.7\r\ns=-\r\nt=0 0\r\n";
  private static final String C = "c=IN IP4 192.0.2.7\r\n";

  static List<Path> phones() {
    return Samples.phones();
  }

  @ParameterizedTest
  @MethodSource("phones")
  void whatAPhoneWroteIsWrittenOctetByOctet(Path file) throws BadSdp {
    String text = Samples.wire(file);
    assertThat(SessionDescription.parse(text).text()).isEqualTo(text);
    assertThat(SessionDescription.parse(text.replace("\r\n", "\n")).text()).isEqualTo(text);
  }

  @Test
  void whatIsNotUnderstoodStaysInItsPlace() throws BadSdp {
    String text =
        HEAD
            + "r=7d 1h 0 25h\r\n"
            + C
            + "a=X-strange: a  b ;c\r\na=\r\ny=ours\r\n"
            + "m=whatever  9 odd/proto 1  x\r\nk=clear:x\r\na=rtpmap:bad\r\na=rtpmap:300 X/1\r\n";
    assertThat(SessionDescription.parse(text).text()).isEqualTo(text);
  }

  @Test
  void anyCharacterSetLeavesAsItCame() throws BadSdp {
    byte[] latin = (HEAD.replace("s=-", "s=M\u00fcller") + C).getBytes(StandardCharsets.ISO_8859_1);
    byte[] utf = (HEAD.replace("s=-", "s=M\u00fcller") + C).getBytes(StandardCharsets.UTF_8);
    assertThat(SessionDescription.parse(latin).toBytes()).isEqualTo(latin);
    assertThat(SessionDescription.parse(utf).toBytes()).isEqualTo(utf);
  }

  @Test
  void emptyLinesAndAMissingLastLineEndAreForgiven() throws BadSdp {
    String text = HEAD + C + "m=audio 4000 RTP/AVP 0";
    assertThat(SessionDescription.parse(text + "\r\n\r\n\n").text()).isEqualTo(text + "\r\n");
    assertThat(SessionDescription.parse(text).text()).isEqualTo(text + "\r\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "hello                                         | 307 | is none of SDP",
        "v=1/o=- 1 2 IN IP4 a/                         | 307 | begins with v=0",
        "o=- 1 2 IN IP4 a/v=0/                         | 307 | begins with v=0",
        "v=0/s=-/                                      | 307 | no o-line",
        "v=0/o=- x 2 IN IP4 a/                         | 307 | The o-line",
        "v=0/o=- 1 2 IN IP4 a/m=audio 1 RTP_AVP 0/     | 301 | no c-line for m-line 1 (audio)",
        "v=0/o=- 1 2 IN IP4 a/c=nonsense/m=a 1 x 0/    | 301 | The c-line for m-line 1 (a) is none",
        "v=0/o=- 1 2 IN IP4 a/c=IN IP5 a/m=a 1 x 0/    | 301 | The c-line for m-line 1 (a) is none",
        "v=0/o=- 1 2 IN IP4 a/m=audio 65536 RTP 0/     | 307 | The m-line's port",
        "v=0/o=- 1 2 IN IP4 a/m=audio -1 RTP 0/        | 307 | The m-line's port",
        "v=0/o=- 1 2 IN IP4 a/m=audio 9/               | 307 | lacks words",
        "v=0/o=- 1 2 IN IP4 a/c=IN IP4 b/m=a 1 x 0/a=ptime:0/     | 306 | A ptime of",
        "v=0/o=- 1 2 IN IP4 a/c=IN IP4 b/m=a 1 x 0/a=ptime:99999/ | 306 | 1 to 200 ms",
        "v=0/o=- 1 2 IN IP4 a/c=IN IP4 b/m=a 1 x 0/a=ptime:-20/   | 306 | A ptime of",
        "v=0/o=- 1 2 IN IP4 a/c=IN IP4 b/m=a 1 x 0/a=ptime:/      | 306 | A ptime of",
      })
  void whatCannotBeUsedIsRefusedInWords(String lines, int code, String words) {
    assertThatThrownBy(
            () -> SessionDescription.parse(lines.strip().replace("/", "\r\n").replace("_", "/")))
        .isInstanceOfSatisfying(
            BadSdp.class,
            refused -> {
              assertThat(refused.warning().code()).isEqualTo(code);
              assertThat(refused).hasMessageContaining(words);
            });
  }

  @Test
  void aMediaSectionThatIsNotUsedNeedsNoAddress() throws BadSdp {
    assertThat(SessionDescription.parse(HEAD + "m=audio 0 RTP/AVP 0\r\n").media()).hasSize(1);
  }

  @Test
  void everythingHasALimit() {
    String audio = "m=audio 4000 RTP/AVP 0\r\n";
    String candidate = "a=candidate:1 1 udp 2122260223 192.0.2.9 5000 typ host\r\n";
    refused(HEAD + C + "a=x\r\n".repeat(20_000), "octets is too large");
    refused(HEAD + C + "a=\r\n".repeat(4_001), "more than 4000 lines");
    refused(HEAD + C + audio.repeat(33), "33 m-lines");
    refused(HEAD + C + "m=audio 4000 RTP/AVP" + " 0".repeat(129), "more than 128 formats");
    refused(HEAD + C + audio + candidate.repeat(1000), "1000 candidates are too many");
    refused(HEAD + C + "a=x:" + "a".repeat(4095) + "\r\n", "line of more than 4096 octets");
  }

  /** Each is looked for in each line. */
  @Test
  void theAddressesOfADescriptionHaveALimit() {
    var text = new StringBuilder(HEAD + C + "m=audio 4000 RTP/AVP 0\r\n");
    for (int i = 0; i < 130; i++) {
      text.append("c=IN IP4 192.0.2.").append(i).append("\r\n");
    }
    refused(text.toString(), "addresses are too many, at most 128 pass");
    var lengthy = new StringBuilder(HEAD + "m=audio 4000 RTP/AVP 0\r\n");
    for (int i = 100; i < 120; i++) {
      lengthy.append("c=IN IP4 ").append(i).append("a".repeat(240)).append("\r\n");
    }
    refused(lengthy.toString(), "octets are too long, 4096 pass");
  }

  @Test
  void beyond64CandidatesNoneIsLookedAt() throws BadSdp {
    var text = new StringBuilder(HEAD + C + "m=audio 4000 RTP/AVP 0\r\n");
    for (int i = 0; i < 100; i++) {
      text.append("a=candidate:").append(i).append(" 1 udp 1 192.0.2.9 5000 typ host\r\n");
    }
    SessionDescription parsed = SessionDescription.parse(text.toString());
    assertThat(parsed.media().getFirst().candidates()).hasSize(64);
    assertThat(parsed.text()).isEqualTo(text.toString());
  }

  @Test
  void aRefusalCanBeSaidInAHeaderField() {
    for (String junk : List.of("\"\\\u0001\u00ff", "x".repeat(5000), "a\rb")) {
      assertThatThrownBy(() -> SessionDescription.parse(junk))
          .isInstanceOf(BadSdp.class)
          .message()
          .matches("[ -~&&[^\"\\\\]]{1,200}");
    }
  }

  @Test
  void damageNeverCausesAnythingButARefusal() {
    var random = new Random(11);
    List<Path> phones = Samples.phones();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes =
          Samples.wire(phones.get(i % phones.size())).getBytes(StandardCharsets.ISO_8859_1);
      for (int k = random.nextInt(8); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      try {
        SessionDescription parsed = SessionDescription.parse(bytes);
        SessionDescription again = SessionDescription.parse(parsed.toBytes());
        assertThat(again).isEqualTo(parsed);
      } catch (BadSdp e) {
        assertThat(e.getMessage()).matches("[ -~&&[^\"\\\\]]{1,300}");
      }
    }
  }

  private static void refused(String text, String words) {
    assertThatThrownBy(() -> SessionDescription.parse(text))
        .isInstanceOf(BadSdp.class)
        .hasMessageContaining(words);
  }
}
