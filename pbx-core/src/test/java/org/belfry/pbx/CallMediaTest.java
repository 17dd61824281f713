package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

/** Which messages offer and answer (RFC 3261 §13.2.1, RFC 3262 §5, RFC 3311 §5). */
class CallMediaTest {
  private static SipRequest with(Method method, String type) {
    return Messages.request(method, "sip:1002@pbx.example")
        .body(type, "v=0\r\n".getBytes(StandardCharsets.US_ASCII))
        .done();
  }

  @Test
  void inviteAckPrackAndUpdateMayDescribeMedia() {
    for (Method method : new Method[] {Method.INVITE, Method.ACK, Method.PRACK, Method.UPDATE}) {
      assertThat(CallMedia.describes(with(method, "application/sdp"))).isTrue();
      assertThat(CallMedia.describes(with(method, "Application/SDP;charset=utf-8"))).isTrue();
    }
  }

  @Test
  void aMessageMayCarryADescriptionWithoutMeaningIt() {
    assertThat(CallMedia.describes(with(Method.MESSAGE, "application/sdp"))).isFalse();
    assertThat(CallMedia.describes(with(new Method("INFO"), "application/sdp"))).isFalse();
  }

  @Test
  void whatIsMoreOrElseThanADescriptionPasses() {
    assertThat(CallMedia.describes(with(Method.INVITE, "multipart/mixed;boundary=b"))).isFalse();
    assertThat(CallMedia.describes(with(Method.INVITE, "application/sdpfrag"))).isFalse();
    assertThat(CallMedia.describes(Messages.invite())).isFalse();
  }
}
