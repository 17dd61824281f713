package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Phones obey NOTIFYs of makers' own events within a call: {@code talk} answers it, {@code hold}
 * holds it, {@code check-sync} restarts the phone.
 */
@Rfc("6665")
class RemoteControlTest {
  private final World world = World.federating(Federation.BOTH);
  private final RawClient stranger = new RawClient(world, "203.0.113.66", 5060);

  /** It would open a microphone. */
  @ParameterizedTest
  @Rfc("8.2.1")
  @ValueSource(strings = {"talk", "hold", "check-sync;reboot=true", "Talk", "ACTION-URI", "x"})
  void aCallerWhoRingsMakesThePhoneDoNothing(String event) {
    SimulatedPhone bob = world.phone("1002").registered();
    SipResponse ringing =
        stranger.asks(
            Method.INVITE,
            "sip:1002@pbx.example",
            dialog("", 1, Method.INVITE) + "Contact: <sip:x@203.0.113.66:5060>\n");
    assertThat(ringing.status()).isEqualTo(180);
    List<String> recorded = ringing.values(HeaderName.RECORD_ROUTE);
    SipResponse answer =
        stranger.asks(
            Method.NOTIFY,
            "sip:1002@10.0.0.10:5060",
            ("Route: " + String.join(", ", recorded.reversed()) + "\n")
                + dialog(";tag=" + ringing.toTag(), 2, Method.NOTIFY)
                + ("Event: " + event + "\nSubscription-State: active\n"));
    assertThat(answer.status()).isEqualTo(489);
    assertThat(bob.call().told()).isEmpty();
    world.advance(Duration.ofSeconds(1));
  }

  private static String dialog(String to, int number, Method method) {
    return "From: <sip:x@elsewhere.example>;tag=f\nTo: <sip:1002@pbx.example>%s\nCall-ID: rc\n"
            .formatted(to)
        + "CSeq: %d %s\n".formatted(number, method);
  }
}
