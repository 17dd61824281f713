package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.invite;
import static org.belfry.pbx.Messages.options;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Effect;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.junit.jupiter.api.Test;

/** The places of a request: how the proxy shares them out, and waits when there are none left. */
@Rfc("5393")
class MaxBreadthTest {
  private static final Hop OUT =
      new Hop(Transport.UDP, FROM_PHONE.local(), new InetSocketAddress("10.0.0.7", 5060), 0);
  private static final DialogRoute ROUTES =
      new DialogRoute("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));

  private final Proxy proxy = new Proxy(ProxyLimits.DEFAULT);
  private final Map<Integer, Integer> places = new HashMap<>();
  private final List<Effect> effects = new ArrayList<>();
  private SipRequest request;
  private ProxyState state;

  // ---- §5.3.3, what leaves

  @Test
  @Rfc("5.3.3")
  void aRequestWithoutMaxBreadthLeavesWithSixty() {
    assertThat(leaving(options())).isEqualTo("60");
  }

  @Test
  @Rfc("5.3.3")
  void whatIsAboveOurMaximumIsOverwritten() {
    assertThat(leaving(saying(options(), "100000"))).isEqualTo("60");
  }

  @Test
  @Rfc("5.3.3")
  void aHopTakesNothingFromIt() {
    assertThat(leaving(saying(options(), "7"))).isEqualTo("7");
  }

  @Test
  @Rfc("5.3.3")
  void theOnlyPlaceOfARequestThatGoesNowhereElseGetsAllOfIt() {
    start(saying(invite(), "7"), TargetGroup.together(targets(1)));
    assertThat(places).containsExactly(Map.entry(0, 7));
  }

  // ---- §5.3.3, parallel

  @Test
  @Rfc("5.3.3")
  void branchesThatBeginTogetherShareIt() {
    start(saying(invite(), "7"), TargetGroup.together(targets(3)));
    assertThat(places.values()).containsExactlyInAnyOrder(3, 2, 2);
  }

  @Test
  @Rfc("5.3.3")
  void whatRunsAtOnceNeverHasMoreThanCameIn() {
    for (int came = 1; came <= 60; came++) {
      Random chance = new Random(came);
      places.clear();
      start(saying(invite(), Integer.toString(came)), groups(4, 1, 9, 70));
      for (int i = 0; i < 400 && !(state instanceof ProxyState.Done); i++) {
        assertThat(running()).as("of %s", came).isBetween(1, came);
        int branch = List.copyOf(places.keySet()).get(chance.nextInt(places.size()));
        ProxyState.Waiting waiting = (ProxyState.Waiting) state;
        switch (chance.nextInt(4)) {
          case 0 -> on(new ProxyEvent.RingTimeOver(waiting.group()));
          case 1 -> answer(branch, 180);
          default -> answer(branch, waiting.wants(branch) ? 486 : 487);
        }
      }
    }
  }

  @Test
  @Rfc("5.3.3")
  void aGroupOfTheOwnersRingsWholeWhenTheCallerSaysNothing() {
    start(invite(), TargetGroup.together(targets(100)));
    assertThat(places).hasSize(100).allSatisfy((branch, its) -> assertThat(its).isEqualTo(1));
  }

  // ---- §5.3.3, serial where it does not suffice

  @Test
  @Rfc("5.3.3.1")
  void aPlaceThatIsFreeAgainIsUsedForWhoeverWaits() {
    start(saying(invite(), "2"), TargetGroup.together(targets(4)));
    assertThat(places).containsOnlyKeys(0, 1);
    answer(0, 486);
    assertThat(places).containsOnlyKeys(0, 1, 2);
    answer(1, 486);
    answer(2, 486);
    answer(3, 480);
    assertThat(responses()).containsExactly(100, 486);
  }

  @Test
  @Rfc("5.3.3")
  void whoRingsGivesItsPlaceAfterItsTimeToWhoeverWaits() {
    start(saying(invite(), "1"), TargetGroup.together(targets(2)));
    assertThat(effects).contains(new ProxyEffect.StartRingTimer(0, ProxyLimits.DEFAULT.ringTime()));
    answer(0, 180);
    on(new ProxyEvent.RingTimeOver(0));
    assertThat(places).as("the first has not said that it is gone").containsOnlyKeys(0);
    answer(0, 487);
    assertThat(places).containsOnlyKeys(0, 1);
    answer(1, 200);
    assertThat(responses()).endsWith(200);
  }

  @Test
  @Rfc("5.3.3")
  void theNextGroupWaitsWhenTheOneBeforeStillHasAllOfIt() {
    start(saying(invite(), "1"), groups(1, 1));
    answer(0, 180);
    on(new ProxyEvent.RingTimeOver(0));
    assertThat(places).containsOnlyKeys(0);
    answer(0, 487);
    assertThat(places).containsOnlyKeys(0, 1);
    assertThat(effects).contains(new ProxyEffect.StartRingTimer(0, Duration.ofSeconds(15)));
    answer(1, 486);
    assertThat(responses()).endsWith(486);
  }

  @Test
  @Rfc("5.3.3")
  void theNextGroupDoesNotWaitWhenSomethingWasKeptForIt() {
    start(invite(), groups(2, 1));
    answer(0, 180);
    on(new ProxyEvent.RingTimeOver(0));
    assertThat(places).containsOnlyKeys(0, 1, 2);
    assertThat(running()).isLessThanOrEqualTo(60);
  }

  @Test
  @Rfc("5.3.3")
  void aDeclineAndACancelLeaveNobodyWaiting() {
    start(saying(invite(), "1"), TargetGroup.together(targets(2)));
    answer(0, 603);
    assertThat(responses()).containsExactly(100, 603);

    start(saying(invite(), "1"), TargetGroup.together(targets(2)));
    answer(0, 180);
    on(new ProxyEvent.CancelReceived(null));
    answer(0, 487);
    assertThat(responses()).endsWith(487);
    assertThat(places).containsOnlyKeys(0);
  }

  @Test
  @Rfc("5.4.1")
  void aCancelSaysNothingOfIt() {
    SipRequest forwarded =
        new Forwarding(ROUTES, "mark-", new Random(1)).forward(invite(), target(), OUT, null);
    assertThat(Forwarding.cancel(forwarded, null).has(HeaderName.MAX_BREADTH)).isFalse();
  }

  private static String leaving(SipRequest request) {
    return new Forwarding(ROUTES, "mark-", new Random(1))
        .forward(request, target(), OUT, null)
        .mandatory(HeaderName.MAX_BREADTH);
  }

  private static SipRequest saying(SipRequest request, String breadth) {
    return request.edit().set(HeaderName.MAX_BREADTH, breadth).done();
  }

  private void start(SipRequest from, List<TargetGroup> groups) {
    request = from;
    places.clear();
    effects.clear();
    take(proxy.start(from, groups));
  }

  private static List<TargetGroup> groups(int... sizes) {
    List<TargetGroup> groups = new ArrayList<>();
    for (int size : sizes) {
      groups.add(new TargetGroup(targets(size), Duration.ofSeconds(15)));
    }
    return groups;
  }

  private void answer(int branch, int status) {
    on(new ProxyEvent.BranchAnswered(branch, request.respond(status, "R", "t" + branch).done()));
  }

  private void on(ProxyEvent event) {
    take(proxy.on(state, event));
  }

  private void take(Step<ProxyState, ProxyEffect> step) {
    state = step.state();
    effects.addAll(step.effects());
    for (Effect effect : step.effects()) {
      if (effect instanceof ProxyEffect.Forward forward) {
        places.put(forward.index(), forward.breadth());
      }
    }
  }

  /** The outgoing breadth (§5.3.2). */
  private int running() {
    return ((ProxyState.Waiting) state)
        .branches().stream().filter(Branch::running).mapToInt(b -> places.get(b.index())).sum();
  }

  private List<Integer> responses() {
    return effects.stream()
        .filter(ProxyEffect.Respond.class::isInstance)
        .map(e -> ((ProxyEffect.Respond) e).response().status())
        .filter(status -> status != 180)
        .toList();
  }

  private static List<Target> targets(int count) {
    return Collections.nCopies(count, target());
  }

  private static Target target() {
    return new Target("sip:bob@10.0.0.7", OUT, false);
  }
}
