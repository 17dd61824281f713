package org.belfry.pbx.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.belfry.pbx.routing.CallPlan.Outcome;
import org.junit.jupiter.api.Test;

/** What holds for any site, caller and time. */
class PlanPropertiesTest {
  private static final int SITES = 2000;

  @Test
  void planningEndsAndTheSameQuestionHasTheSameAnswer() {
    for (long seed = 0; seed < SITES; seed++) {
      Site site = RandomSite.of(seed);
      Random random = new Random(~seed);
      String dialled = RandomSite.dialled(random);
      Caller caller = caller(site, random);
      Instant at = Instant.ofEpochSecond(1_780_000_000L + random.nextInt(10_000_000));
      String tree = tree(site, caller, dialled, at);
      assertThat(tree(site, caller, dialled, at)).as("seed " + seed).isEqualTo(tree);
    }
  }

  @Test
  void reasonsChangeNothing() {
    for (long seed = 0; seed < SITES; seed++) {
      Site site = RandomSite.of(seed);
      Random random = new Random(~seed);
      String dialled = RandomSite.dialled(random);
      Caller caller = caller(site, random);
      RoutingRequest silent =
          new RoutingRequest(caller, Site.uri(dialled), Instant.EPOCH, LiveState.QUIET, 3, false);
      Planned planned = new Planner(Federation.OUT, PlanLimits.DEFAULT).plan(silent, site.index());
      assertThat(planned.reasons()).isEmpty();
      assertThat(PlanText.tree(planned.plan()))
          .as("seed " + seed)
          .isEqualTo(tree(site, caller, dialled, Instant.EPOCH));
    }
  }

  @Test
  void aCallThatIsMadeHasThePlanAndTheReasonsThatAreExplained() {
    Planner planner = new Planner(Federation.OUT, PlanLimits.DEFAULT);
    int reasons = 0;
    for (long seed = 0; seed < SITES; seed++) {
      Site site = RandomSite.of(seed);
      Random random = new Random(~seed);
      String dialled = RandomSite.dialled(random);
      RoutingRequest made =
          new RoutingRequest(
              caller(site, random), Site.uri(dialled), Instant.EPOCH, LiveState.QUIET, 3, true);
      Planned explained = planner.plan(made, site.index());
      Planned called = planner.called(made, site.index());
      assertThat(called.reasons()).as("seed " + seed).isEqualTo(explained.reasons());
      assertThat(PlanText.tree(called.plan())).isEqualTo(PlanText.tree(explained.plan()));
      reasons += called.reasons().size();
    }
    assertThat(reasons).isGreaterThan(SITES);
  }

  @Test
  void theReasonsOfAUserWhoHasArrangedNothingAreThoseOfAnyOther() {
    Planner planner = new Planner(Federation.OUT, PlanLimits.DEFAULT);
    for (long seed = 0; seed < SITES; seed++) {
      Site site = RandomSite.of(seed);
      for (String extension : site.users.keySet()) {
        RoutingRequest made =
            new RoutingRequest(
                caller(site, new Random(seed)),
                Site.uri(extension),
                Instant.EPOCH,
                LiveState.QUIET,
                3,
                true);
        assertThat(planner.called(made, site.index()).reasons())
            .as("seed " + seed + ", " + extension)
            .isEqualTo(planner.plan(made, site.index()).reasons());
      }
    }
  }

  @Test
  void whateverHappensAPlanIsOverWithinItsLimits() {
    PlanLimits limits = PlanLimits.DEFAULT;
    for (long seed = 0; seed < SITES; seed++) {
      Site site = RandomSite.of(seed);
      Random random = new Random(~seed);
      String dialled = RandomSite.dialled(random);
      CallPlan plan =
          site.plan(caller(site, random), dialled, LiveState.QUIET, Instant.EPOCH, 3).plan();
      PlanCursor cursor = PlanCursor.start(plan, limits);
      int steps = 0;
      while (cursor.now() instanceof PlanCursor.Now.Try) {
        assertThat(++steps).isLessThanOrEqualTo(limits.depth());
        cursor = cursor.after(Outcome.values()[random.nextInt(Outcome.values().length)]);
      }
      assertThat(cursor.alerts()).isLessThanOrEqualTo(limits.alerts());
      assertThat(cursor.spent()).isLessThanOrEqualTo(limits.time());
    }
  }

  private static String tree(Site site, Caller caller, String dialled, Instant at) {
    return PlanText.tree(site.plan(caller, dialled, LiveState.QUIET, at, 3).plan());
  }

  private static Caller caller(Site site, Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new Caller.Network("one", "+4940123", random.nextBoolean());
      case 1 -> new Caller.Stranger("far", false);
      default ->
          new Caller.OurUser(site.users.get("100" + (1 + random.nextInt(9))), random.nextBoolean());
    };
  }
}
