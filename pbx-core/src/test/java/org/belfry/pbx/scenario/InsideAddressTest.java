package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.RawClient;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A hostile domain's DNS, or a literal, leads nobody to services of this machine or inside. */
class InsideAddressTest {
  private final World world = World.federating(Federation.OUT);

  @ParameterizedTest
  @CsvSource({
    "408, x@evil.example",
    "404, x@rebound.example:5038",
    "403, x@linklocal.example",
    "404, x@127.0.0.1:5038",
    "404, x@[::1]:5038",
    "403, x@169.254.169.254:80",
    "404, x@0.0.0.0",
    "403, x@169.254.1.1;transport=udp"
  })
  void nobodyIsCalledThere(int status, String address) {
    RawClient service = new RawClient(world, "127.0.0.1", 5038);
    world
        .dns()
        .srv("_sip._udp.evil.example", 1, 1, 5060, "good.evil.example")
        .srv("_sip._udp.evil.example", 2, 1, 5038, "bad.evil.example")
        .a("good.evil.example", "198.51.100.1")
        .a("bad.evil.example", "127.0.0.1")
        .a("rebound.example", "127.0.0.1")
        .a("linklocal.example", "169.254.169.254");
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = alice.dials(address);
    world.advanceUntil(call::isEnded, 40);
    assertThat(call.status()).isEqualTo(status);
    world.arranges("1002", new Site.Settings().forward(On.CALL, "dial:" + address).done());
    PhoneCall forwarded = world.phone("1003").registered().dials("1002");
    world.advanceUntil(forwarded::isEnded, 40);
    assertThat(forwarded.status()).isGreaterThanOrEqualTo(400);
    assertThat(service.requests()).isEmpty();
    world.settles();
  }

  /** A door station is no phone of anybody's, and answers at its address. */
  @Test
  void whatSpeaksSipInsideIsCalledByItsAddress() {
    SimulatedPhone door = world.foreign("door", "10.9.9.8", "10.9.9.8");
    PhoneCall call = world.phone("1001").registered().dials("door@10.9.9.8");
    world.advanceUntil(() -> Talk.rings(door), 40);
    door.call().answers();
    world.advanceUntil(call::isAnswered, 40);
    call.hangsUp();
    world.settles();
  }
}
