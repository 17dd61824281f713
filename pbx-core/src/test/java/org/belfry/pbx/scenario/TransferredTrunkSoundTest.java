package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.List;
import org.belfry.pbx.RewritingAnchor.As;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.anchor.FarEnd;
import org.belfry.pbx.anchor.RelayedDescription;
import org.belfry.pbx.anchor.RelayedDescription.Kind;
import org.belfry.pbx.anchor.RelayedDescription.Side;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.sim.EachWeather;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.World;
import org.belfry.pbx.sip.Transport;

/**
 * Who comes by a transfer is called without an offer, and offers in its 2xx (RFC 3725 §4.2): the
 * provider gets that offer in the way it speaks already.
 */
@Rfc("5589")
class TransferredTrunkSoundTest {
  private static final String OUTSIDE = "040123456";

  @EachWeather
  @Rfc("6.1")
  void theTargetsOfferGoesToTheProviderAsItSpeaksAlready(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    SimulatedPhone carol = world.phone("1003").registered();
    PhoneCall call = Talk.dialling(world, provider, "1001", alice);
    PhoneCall alices = alice.call();
    alices.refers("sip:1003@" + World.DOMAIN);
    world.advanceUntil(() -> Talk.rings(carol), 60);
    alices.hangsUp(); // RFC 5589 §6.1: the transferor need not wait
    world.advanceUntil(alices::isEnded, 60);
    carol.call().answers();
    world.advanceUntil(() -> carol.call().isAnswered() && call.changes() > 0, 60);

    RelayedDescription offer = offerOf(world, carol.call());
    assertThat(offer.towards()).isEqualTo(Side.CALLER);
    isTheProvider(offer.to(), alices.callId(), Side.CALLER);

    carol.call().hangsUp();
    world.advanceUntil(call::isEnded, 60);
    Providers.ends(world);
    assertThat(world.server().anchor().open()).isEmpty();
  }

  @EachWeather
  @Rfc("7.3")
  void twoProvidersThatAreJoinedBothSpeakAsBefore(World world) {
    SimulatedPhone provider = provider(world);
    SimulatedPhone alice = world.phone("1001").registered();
    PhoneCall call = Talk.dialling(world, provider, "1001", alice);
    PhoneCall alices = alice.call();
    PhoneCall consultation = Talk.dialling(world, alice, OUTSIDE, provider);
    PhoneCall asked = provider.call();
    alices.refers(consultation.target() + "?Replaces=" + consultation.replaces());
    world.advanceUntil(() -> alices.isEnded() && consultation.isEnded(), 60);
    world.advanceUntil(() -> call.changes() > 0 && asked.changes() > 0, 60);

    RelayedDescription offer =
        world.server().anchor().all().stream()
            .filter(each -> each.kind() == Kind.OFFER && each.towards() == Side.CALLER)
            .reduce((first, second) -> second)
            .orElseThrow();
    isTheProvider(offer.to(), alices.callId(), Side.CALLER);
    isTheProvider(offer.from(), consultation.callId(), Side.CALLEE);

    call.hangsUp();
    world.advanceUntil(asked::isEnded, 60);
    Providers.ends(world);
    assertThat(world.server().anchor().open()).isEmpty();
  }

  private static void isTheProvider(FarEnd far, String callId, Side side) {
    assertThat(far.transport()).isEqualTo(Transport.UDP);
    assertThat(far.remote().getAddress()).isEqualTo(InetAddress.ofLiteral(Providers.BERLIN));
    assertThat(far.agreed()).isEqualTo(new As(callId, side));
  }

  private static RelayedDescription offerOf(World world, PhoneCall call) {
    return world.server().anchor().all().stream()
        .filter(each -> each.callId().equals(call.callId()) && each.kind() == Kind.OFFER)
        .findFirst()
        .orElseThrow();
  }

  private static SimulatedPhone provider(World world) {
    world.server().anchor().switchOn();
    SimulatedPhone provider = world.foreign("4930777", Providers.BERLIN, Providers.BERLIN);
    world.arranges(
        Providers.by(Providers.trunk("berlin", Providers.BERLIN))
            .inbound(
                List.of(
                    new InboundNumber(
                        new NumberPattern("1001"),
                        "berlin",
                        null,
                        new Destination.Dial("1001"),
                        null)))
            .done());
    Providers.comeUp(world);
    return provider;
  }
}
