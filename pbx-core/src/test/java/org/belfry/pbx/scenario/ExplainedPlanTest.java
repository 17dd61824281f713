package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.belfry.pbx.cdr.CallRecord.Attempt;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.belfry.pbx.routing.CallPlan.Place;
import org.belfry.pbx.routing.Caller;
import org.belfry.pbx.routing.LiveState;
import org.belfry.pbx.routing.PlanCursor;
import org.belfry.pbx.routing.PlanLimits;
import org.belfry.pbx.routing.PlanText;
import org.belfry.pbx.routing.Planned;
import org.belfry.pbx.routing.RandomSite;
import org.belfry.pbx.routing.Site;
import org.belfry.pbx.sim.PhoneCall;
import org.belfry.pbx.sim.SimulatedPhone;
import org.belfry.pbx.sim.SimulatedPhone.Reaction;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.api.Test;

/**
 * For random sites, callers and phones: what a call does is what its explained plan says, walked
 * with the same outcomes.
 */
class ExplainedPlanTest {
  private static final int SITES = 120;

  @Test
  void whatACallDoesIsWhatItsPlanSaidBeforehand() {
    int rung = 0;
    for (long seed = 0; seed < SITES; seed++) {
      rung += check(seed);
    }
    assertThat(rung).as("places tried in all").isGreaterThan(SITES);
  }

  private static int check(long seed) {
    Site site = RandomSite.of(seed);
    Random random = new Random(~seed);
    World world = World.seeded(seed);
    site.users.values().forEach(u -> world.arranges(u.extension(), u.settings()));
    world.arranges(site.dialPlan());
    Map<String, Reaction> phones = new HashMap<>();
    for (String extension : site.users.keySet()) {
      if (random.nextInt(4) > 0) {
        Reaction reaction =
            List.of(
                    Reaction.RING,
                    Reaction.RING,
                    Reaction.BUSY,
                    Reaction.UNAVAILABLE,
                    Reaction.DECLINE)
                .get(random.nextInt(5));
        phones.put(extension, reaction);
        world.phone(extension).reacts(reaction).registered();
      }
    }
    // Who calls uses a softphone that does not register, so that it is rung like anybody else.
    SimulatedPhone caller = world.phone("1001");
    String dialled = RandomSite.dialled(random);
    PhoneCall call = caller.dials(dialled);
    String callId = call.callId();
    User user = world.server().directory().user("1001");
    Planned planned =
        site.plan(
            new Caller.OurUser(user, false),
            dialled,
            new InTheirFirstCall(),
            world.net().clock().instant(),
            callId.hashCode());
    List<String> expected = new ArrayList<>();
    PlanCursor.Now end = walk(planned.plan(), phones, expected);
    world.advanceUntil(call::isEnded, 900);
    // A trunk is asked for ever whether it is there: it goes before everything settles.
    world.arranges(DialPlan.EMPTY);
    world.advanceUntil(() -> world.server().trunks().all().isEmpty(), 60);
    world.settles();
    String told =
        "seed "
            + seed
            + ", 1001 dials "
            + dialled
            + ", "
            + phones
            + "\n"
            + PlanText.tree(planned.plan())
            + world.records();
    List<String> tried =
        world.records().getFirst().attempts().stream()
            .sorted(Comparator.comparing(Attempt::startedAt))
            .map(ExplainedPlanTest::who)
            .toList();
    assertThat(sorted(tried)).as(told).isEqualTo(sorted(expected));
    switch (end) {
      case PlanCursor.Now.Respond respond ->
          assertThat(call.status()).as(told).isEqualTo(respond.reject().status());
      default -> assertThat(call.status()).as(told).isGreaterThanOrEqualTo(400);
    }
    return tried.size();
  }

  private static PlanCursor.Now walk(
      CallPlan plan, Map<String, Reaction> phones, List<String> tried) {
    PlanCursor cursor = PlanCursor.start(plan, PlanLimits.DEFAULT);
    while (cursor.now() instanceof PlanCursor.Now.Try t) {
      List<Reaction> reactions = new ArrayList<>();
      List<String> ring = new ArrayList<>();
      for (Alert alert : t.ring().alerts()) {
        if (alert.place() instanceof Place.Phones p && phones.containsKey(p.extension())) {
          if (!ring.contains(p.extension())) {
            ring.add(p.extension());
            reactions.add(phones.get(p.extension()));
          }
        }
      }
      if (ring.isEmpty()) {
        t.ring().alerts().forEach(a -> tried.add(PlanText.place(a.place())));
      } else {
        tried.addAll(ring);
      }
      cursor = cursor.after(outcome(reactions));
    }
    return cursor.now();
  }

  private static Outcome outcome(List<Reaction> reactions) {
    if (reactions.isEmpty()) {
      return Outcome.UNREACHABLE;
    }
    if (reactions.contains(Reaction.RING)) {
      return Outcome.NO_ANSWER; // who declines in a group speaks for one
    }
    return reactions.contains(Reaction.DECLINE)
        ? Outcome.DECLINED
        : reactions.contains(Reaction.BUSY) ? Outcome.BUSY : Outcome.UNREACHABLE;
  }

  private static String who(Attempt attempt) {
    String target = attempt.target();
    return target.startsWith("sip:") ? target.substring(4, target.indexOf('@')) : target;
  }

  private static List<String> sorted(List<String> all) {
    return all.stream().sorted().toList();
  }

  /** The caller is in a call when the plan is made: this one. */
  private static final class InTheirFirstCall implements LiveState {
    @Override
    public int calls(String extension) {
      return extension.equals("1001") ? 1 : 0;
    }

    @Override
    public boolean registered(String extension) {
      return true;
    }

    @Override
    public String lastRung(String group) {
      return null;
    }

    @Override
    public java.time.Instant lastTalked(String extension) {
      return null;
    }
  }
}
