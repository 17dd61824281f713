package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import java.util.function.Predicate;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/** Who may have datagrams that are no RTP sent elsewhere than where it signals from. */
class FaxPlacesTest {
  private static final InetAddress ANYWHERE = InetAddress.ofLiteral("203.0.113.66");
  private final World world = World.seeded(641);

  @Test
  void noPhoneHasThemSentToAnother() {
    world.server().anchor().switchOn();
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone bob = world.phone("1002").registered();
    PhoneCall call = Talk.dialling(world, alice, "1002", bob);
    assertThat(ends()).hasSizeGreaterThan(3).noneMatch(this::mayBeElsewhere);
    call.hangsUp();
    world.settles();
  }

  /** A provider's media servers are others than its SIP server. */
  @Test
  void aProviderHas() {
    world.server().anchor().switchOn();
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(Providers.by(Providers.trunk("berlin", Providers.BERLIN)).done());
    Providers.comeUp(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, alice, "040123456", provider);
    InetAddress berlin = InetAddress.ofLiteral(Providers.BERLIN);
    Predicate<FarEnd> ofProvider = end -> berlin.equals(end.remote().getAddress());
    assertThat(ends()).filteredOn(ofProvider).isNotEmpty().allMatch(this::mayBeElsewhere);
    assertThat(ends()).filteredOn(ofProvider.negate()).isNotEmpty().noneMatch(this::mayBeElsewhere);
    call.hangsUp();
    Providers.ends(world);
  }

  private boolean mayBeElsewhere(FarEnd end) {
    return end.elsewhere().test(ANYWHERE);
  }

  private List<FarEnd> ends() {
    return world.server().anchor().all().stream()
        .flatMap((RelayedDescription each) -> List.of(each.from(), each.to()).stream())
        .toList();
  }
}
