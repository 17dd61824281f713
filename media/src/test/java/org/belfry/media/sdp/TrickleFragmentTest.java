package org.belfry.media.sdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** RFC 8840 §9. */
class TrickleFragmentTest {

  @Test
  void candidatesAreFoundByTheirSection() throws BadSdp {
    TrickleFragment fragment =
        parse(
            """
            a=ice-ufrag:8hhY
            a=ice-pwd:asd88fgpdd777uzjYhagZg
            m=audio 9 RTP/AVP 0
            a=mid:1
            a=candidate:1 1 UDP 1694498815 192.0.2.3 45664 typ srflx raddr 10.0.1.1 rport 8998
            m=audio 9 RTP/AVP 0
            a=mid:2
            a=end-of-candidates
            """);
    assertThat(fragment.credentials())
        .isEqualTo(new IceCredentials("8hhY", "asd88fgpdd777uzjYhagZg"));
    assertThat(fragment.sections())
        .extracting(TrickleFragment.Section::mid)
        .containsExactly("1", "2");
    assertThat(fragment.sections().get(0).candidates().getFirst().port()).isEqualTo(45664);
    assertThat(fragment.sections().get(0).endOfCandidates()).isFalse();
    assertThat(fragment.sections().get(1).endOfCandidates()).isTrue();
    assertThat(fragment.endOfCandidates()).isFalse();
  }

  @Test
  void whatIsWrittenIsRead() throws BadSdp {
    TrickleFragment fragment =
        parse(
            """
            a=ice-ufrag:8hhY
            a=ice-pwd:asd88fgpdd777uzjYhagZg
            a=end-of-candidates
            m=audio 9 RTP/AVP 0
            a=mid:0
            a=candidate:1 1 UDP 1694498815 192.0.2.3 45664 typ host generation 0
            """);
    assertThat(parse(fragment.text())).isEqualTo(fragment);
  }

  @Test
  void otherBodiesAreRefused() {
    assertThatThrownBy(() -> parse("v=0\r\n"))
        .isInstanceOf(BadSdp.class)
        .hasMessageContaining("none of a fragment");
    assertThatThrownBy(() -> parse("m=audio 9 RTP/AVP 0\r\n".repeat(33)))
        .isInstanceOf(BadSdp.class);
    assertThatThrownBy(() -> parse("a=x\r\n".repeat(20_000))).isInstanceOf(BadSdp.class);
  }

  private static TrickleFragment parse(String text) throws BadSdp {
    return TrickleFragment.parse(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
