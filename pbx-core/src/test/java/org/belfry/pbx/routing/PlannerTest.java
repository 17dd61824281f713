package org.belfry.pbx.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.RingGroup.Strategy;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.sip.SipUri;
import org.junit.jupiter.api.Test;

class PlannerTest {
  private static final Instant WEDNESDAY_NOON = Instant.parse("2026-06-10T10:00:00Z");
  private static final Instant SUNDAY = Instant.parse("2026-06-14T18:00:00Z");
  private final Site site = new Site().user("1001").user("1002").user("1003").user("1004");

  // ---- users

  @Test
  void aUserWithoutRulesRingsAndHasTheSamePlanForEverybody() {
    DialIndex index = site.index();
    Planner planner = new Planner(Federation.OUT, PlanLimits.DEFAULT);
    RoutingRequest enquiry =
        new RoutingRequest(
            new Caller.OurUser(site.users.get("1001"), false),
            Site.uri("1002"),
            WEDNESDAY_NOON,
            LiveState.QUIET,
            0,
            false);
    assertThat(planner.plan(enquiry, index)).isSameAs(planner.plan(enquiry, index));
    assertThat(site.tree("1001", "1002")).isEqualTo("ring phones 1002 for 30 s\n");
  }

  @Test
  void whoHasAMailboxIsLeftAMessageWhateverHappened() {
    site.user("1002", Site.Settings::mailbox);
    assertThat(site.tree("1001", "1002"))
        .isEqualTo(
            """
            ring phones 1002 for 30 s
            └ if nobody takes it: ring application voicemail 1002 for 60 s
            """);
  }

  @Test
  void forwardingDependsOnWhatHappened() {
    site.user(
        "1002",
        s ->
            s.forward(On.BUSY, "dial:1003")
                .forward(On.NO_ANSWER, "voicemail:1004")
                .forward(On.UNREACHABLE, "refuse:unavailable"));
    assertThat(site.tree("1001", "1002"))
        .isEqualTo(
            """
            ring phones 1002 for 30 s
            ├ busy: ring phones 1003 for 1002 for 30 s
            ├ no answer: ring application voicemail 1004 for 1002 for 60 s
            └ unreachable: refuse with 480 Temporarily Unavailable
            """);
  }

  @Test
  void whoDoesNotWantToBeDisturbedIsBusy() {
    site.user(
        "1002",
        s -> {
          s.doNotDisturb = true;
          return s;
        });
    assertThat(site.tree("1001", "1002")).isEqualTo("refuse with 486 Busy Here\n");
  }

  @Test
  void whoIsInAsManyCallsAsTheLimitIsBusy() {
    site.user(
        "1002",
        s -> {
          s.callLimit = 2;
          return s.forward(On.BUSY, "dial:1003");
        });
    assertThat(PlanText.tree(planned("1001", "1002", talking("1002", 2)).plan()))
        .isEqualTo("ring phones 1003 for 1002 for 30 s\n");
    assertThat(PlanText.tree(planned("1001", "1002", talking("1002", 1)).plan()))
        .startsWith("ring phones 1002");
  }

  @Test
  void callersWhoAreBlockedOrNotAllowedAreDeclined() {
    site.user(
        "1002",
        s -> {
          s.blocked = List.of(new NumberPattern("1003"));
          s.allowed = List.of(new NumberPattern("+4930*"));
          return s;
        });
    assertThat(site.tree("1003", "1002")).startsWith("refuse with 603");
    assertThat(site.tree("1001", "1002")).startsWith("ring");
    assertThat(stranger("+4940123", "1002")).startsWith("refuse with 603");
    assertThat(stranger("+4930123", "1002")).startsWith("ring");
  }

  @Test
  void anonymousCallersCanBeRefused() {
    site.user(
        "1002",
        s -> {
          s.rules.add(
              new CallRule(
                  On.CALL,
                  From.ANONYMOUS,
                  List.of(),
                  null,
                  true,
                  new Action.Forward(Destination.parse("refuse:anonymous"))));
          return s;
        });
    assertThat(stranger(null, "1002")).startsWith("refuse with 433");
    assertThat(stranger("+4930123", "1002")).startsWith("ring");
  }

  @Test
  void findMeRingsStepByStepAndOutsideMustPressOne() {
    withTrunk();
    site.user(
        "1002",
        s -> {
          s.mailbox();
          s.rules.add(
              CallRule.always(
                  On.CALL,
                  new Action.Follow(
                      List.of(
                          new Action.Step(List.of("1002"), Duration.ofSeconds(15), true),
                          new Action.Step(
                              List.of("1002", "0170123456"), Duration.ofSeconds(20), true)))));
          return s;
        });
    assertThat(site.tree("1001", "1002"))
        .isEqualTo(
            """
            ring phones 1002 for 15 s
            └ if nobody takes it: ring phones 1002 + outside +49170123456 by main (must press 1) for 1002 for 20 s
              └ if nobody takes it: ring application voicemail 1002 for 60 s
            """);
  }

  @Test
  void theRingToneDependsOnWhoCalls() {
    site.user(
        "1002",
        s -> {
          s.rules.add(
              new CallRule(
                  On.CALL,
                  From.OUTSIDE,
                  List.of(),
                  null,
                  true,
                  new Action.RingPhones(null, "outside")));
          return s;
        });
    CallPlan.Ring outside =
        (CallPlan.Ring)
            site.plan(new Caller.Stranger("+1", false), "1002", LiveState.QUIET, SUNDAY, 0).plan();
    assertThat(outside.alerts().getFirst().ringTone()).isEqualTo("outside");
    CallPlan.Ring inside = (CallPlan.Ring) planned("1001", "1002", LiveState.QUIET).plan();
    assertThat(inside.alerts().getFirst().ringTone()).isNull();
  }

  // ---- loops and limits

  @Test
  void whoForwardsToThemselvesOrInACircleIsToldSo() {
    site.user("1002", s -> s.forward(On.CALL, "dial:1002"));
    assertThat(site.tree("1001", "1002")).isEqualTo("refuse with 482 Loop Detected\n");
    site.user("1002", s -> s.forward(On.CALL, "dial:1003"));
    site.user("1003", s -> s.forward(On.CALL, "dial:600"));
    site.group("600", Strategy.ALL, "dial:1002");
    Planned planned = planned("1001", "1002", LiveState.QUIET);
    assertThat(PlanText.tree(planned.plan())).isEqualTo("refuse with 482 Loop Detected\n");
    assertThat(planned.reasons()).contains(Reason.of(Why.LOOP, "1002"));
  }

  @Test
  void aCircleAfterSomethingRangEndsInTheMailbox() {
    site.user("1002", s -> s.mailbox().forward(On.NO_ANSWER, "dial:1003"));
    site.user("1003", s -> s.forward(On.NO_ANSWER, "dial:1002"));
    assertThat(site.tree("1001", "1002"))
        .contains("no answer: ring phones 1003 for 1002")
        .contains("\n  └ if nobody takes it: ring application voicemail 1002");
  }

  @Test
  void plansOfManyWhoForwardToOneAnotherStaySmall() {
    for (int i = 0; i < 200; i++) {
      int me = i;
      site.user(
          "2" + i,
          s ->
              s.forward(On.BUSY, "dial:2" + (me + 1) % 200)
                  .forward(On.NO_ANSWER, "dial:2" + (me + 7) % 200)
                  .forward(On.UNREACHABLE, "dial:2" + (me + 31) % 200));
    }
    Planned planned = planned("1001", "20", LiveState.QUIET);
    assertThat(alerts(planned.plan())).isLessThanOrEqualTo(PlanLimits.DEFAULT.alerts());
    assertThat(planned.reasons()).extracting(Reason::why).contains(Why.TOO_LONG);
  }

  // ---- groups

  @Test
  void groupsRingTogetherOrInOrder() {
    site.group("600", Strategy.ALL, "voicemail:1001", "1002", "1003");
    assertThat(site.tree("1001", "600"))
        .isEqualTo(
            """
            ring phones 1002 + phones 1003 for 40 s
            └ if nobody takes it: ring application voicemail 1001 for 600 for 60 s
            """);
    site.group("600", Strategy.LINEAR, null, "1002", "1003");
    assertThat(site.tree("1001", "600"))
        .isEqualTo(
            """
            ring phones 1002 for 10 s
            └ if nobody takes it: ring phones 1003 for 10 s
            """);
  }

  @Test
  void roundRobinBeginsBehindTheOneWhoWasRungFirst() {
    site.group("600", Strategy.ROUND_ROBIN, null, "1002", "1003", "1004");
    assertThat(order("600", new Memory(Map.of(), "1002", Map.of()), 0))
        .containsExactly("1003", "1004", "1002");
    assertThat(order("600", new Memory(Map.of(), "1004", Map.of()), 0))
        .containsExactly("1002", "1003", "1004");
  }

  @Test
  void longestIdleRingsFirstWhoHasNotTalkedForLongest() {
    site.group("600", Strategy.LONGEST_IDLE, null, "1002", "1003", "1004");
    assertThat(
            order(
                "600",
                new Memory(Map.of(), null, Map.of("1002", SUNDAY, "1003", SUNDAY.minusSeconds(60))),
                0))
        .containsExactly("1004", "1003", "1002");
  }

  @Test
  void chanceDecidesTheOrderAndTheSameChanceTheSameOrder() {
    site.group("600", Strategy.RANDOM, null, "1002", "1003", "1004");
    Set<List<String>> seen = new java.util.HashSet<>();
    for (long chance = 0; chance < 100; chance++) {
      seen.add(order("600", LiveState.QUIET, chance));
      assertThat(order("600", LiveState.QUIET, chance))
          .isEqualTo(order("600", LiveState.QUIET, chance));
    }
    assertThat(seen).hasSize(6);
  }

  @Test
  void membersOnThePhoneAreSkippedAndAnEmptyGroupOverflowsAtOnce() {
    site.group("600", Strategy.ALL, "dial:1004", "1002", "9999");
    Planned planned = planned("1001", "600", talking("1002", 1));
    assertThat(PlanText.tree(planned.plan())).isEqualTo("ring phones 1004 for 600 for 30 s\n");
    assertThat(planned.reasons())
        .contains(
            Reason.of(Why.MEMBER_BUSY, "1002"),
            Reason.of(Why.MEMBER_MISSING, "9999"),
            Reason.of(Why.GROUP_EMPTY, "600"));
    site.group("600", Strategy.ALL, null);
    assertThat(site.tree("1001", "600")).startsWith("refuse with 480");
  }

  // ---- numbers and trunks

  @Test
  void outsideNumbersFailOverToTheNextTrunkButNotWhenBusy() {
    withTrunk();
    site.trunk("spare", "+4930200").route("all", "", "main", "spare");
    site.routes.removeFirst();
    assertThat(site.tree("1001", "040123456"))
        .isEqualTo(
            """
            ring outside +4940123456 by main for 600 s
            └ unreachable: ring outside +4940123456 by spare for 600 s
            """);
  }

  @Test
  void internationalAndPremiumAreClosedUntilSomebodyOpensThem() {
    withTrunk();
    assertThat(site.tree("1001", "0033123456")).startsWith("refuse with 403");
    assertThat(site.tree("1001", "0900123456")).startsWith("refuse with 403");
    site.user(
        "1001",
        s -> {
          s.permissions = new Permissions(EnumSet.allOf(NumberClass.class), Set.of("FR"));
          return s;
        });
    assertThat(site.tree("1001", "0033123456")).startsWith("ring outside +33123456");
    assertThat(site.tree("1001", "001212555")).startsWith("refuse with 403");
  }

  @Test
  void aServiceNumberThatNoRouteLeadsToIsAnUnassignedExtension() {
    assertThat(site.tree("1001", "11833")).isEqualTo("refuse with 404 Not Found\n");
    withTrunk();
    assertThat(site.tree("1001", "11833")).startsWith("refuse with 403");
  }

  @Test
  void forwardingOutsideNeedsThePermissionsOfWhoForwards() {
    withTrunk();
    site.user("1002", s -> s.forward(On.CALL, "dial:0033123456"));
    assertThat(stranger("+4930123", "1002")).startsWith("refuse with 403");
    site.user("1002", s -> s.forward(On.CALL, "dial:0170123456"));
    assertThat(stranger("+4930123", "1002")).startsWith("ring outside +49170123456 by main");
  }

  @Test
  void emergencyCallsTryEveryTrunkWithOrWithoutThePrefix() {
    withTrunk();
    site.prefix = "0";
    site.user(
        "1001",
        s -> {
          s.location = "2nd floor";
          s.permissions = new Permissions(Set.of(), Set.of());
          s.speedDials = Map.of("9", "112");
          return s;
        });
    for (String dialled : List.of("112", "0112", "9", "*67112")) {
      assertThat(site.tree("1001", dialled))
          .as(dialled)
          .isEqualTo(
              """
              tell 1001 that 1001 makes an emergency call
              ring outside 112 by main for 300 s
              └ if nobody takes it: ring outside 112 by main even if it is down for 300 s
              """);
    }
    assertThat(stranger("+4930123", "112")).startsWith("refuse with 404");
    site.user("112");
    assertThat(site.tree("1001", "112")).startsWith("tell");
  }

  @Test
  void theCalledPartySeesTheNumberOfTheRouteTheUserOrTheSite() {
    withTrunk();
    assertThat(seen("1001", "040123456")).isEqualTo("+4930100");
    site.user(
        "1001",
        s -> {
          s.outsideNumber = "+4930101";
          return s;
        });
    assertThat(seen("1001", "040123456")).isEqualTo("+4930101");
    assertThat(seen("1001", "*67040123456")).isNull();
  }

  @Test
  void outsideCallersReachOurNumbersByScheduleAndNothingElse() {
    withTrunk();
    site.schedules.put(
        "day",
        new Schedule(
            "day",
            ZoneId.of("Europe/Berlin"),
            List.of(
                new Schedule.Hours(
                    EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                    LocalTime.of(9, 0),
                    LocalTime.of(17, 0))),
            List.of(),
            null));
    site.inbound.add(
        new InboundNumber(
            new NumberPattern("+49305550*"),
            null,
            "day",
            Destination.parse("dial:1002"),
            Destination.parse("voicemail:1003")));
    Caller caller = new Caller.Network("main", "+4940999", false);
    assertThat(line(site.plan(caller, "+493055500", LiveState.QUIET, WEDNESDAY_NOON, 0)))
        .isEqualTo("ring phones 1002 for 30 s");
    assertThat(line(site.plan(caller, "+493055500", LiveState.QUIET, SUNDAY, 0)))
        .isEqualTo("ring application voicemail 1003 for 60 s");
    for (String other : List.of("1002", "*97", "112", "+4940123456", "040123456")) {
      assertThat(line(site.plan(caller, other, LiveState.QUIET, SUNDAY, 0)))
          .as(other)
          .startsWith("refuse with 404");
    }
  }

  @Test
  void featureCodesAndSpeedDialsAreForUsers() {
    assertThat(site.tree("1001", "*97")).startsWith("ring application mailbox 1001");
    assertThat(site.tree("1001", "*981002")).startsWith("ring application voicemail 1002");
    assertThat(site.tree("1001", "*721003"))
        .startsWith("ring application feature forward-always:1003");
    site.user(
        "1001",
        s -> {
          s.speedDials = Map.of("5", "1003", "6", "6");
          return s;
        });
    assertThat(site.tree("1001", "5")).isEqualTo("ring phones 1003 for 30 s\n");
    assertThat(site.tree("1001", "6")).startsWith("refuse with 404");
    assertThat(stranger("+1", "*97")).startsWith("refuse with 404");
  }

  @Test
  void strangersReachOurUsersAndNobodyElse() {
    Planner planner = new Planner(Federation.BOTH, PlanLimits.DEFAULT);
    RoutingRequest enquiry =
        new RoutingRequest(
            new Caller.Stranger("x", false),
            new SipUri("sip", "bob", "far.example", 0, Map.of(), "sip:bob@far.example"),
            SUNDAY,
            LiveState.QUIET,
            0,
            true);
    assertThat(PlanText.line(planner.plan(enquiry, site.index()).plan()))
        .startsWith("refuse with 403");
  }

  // ---- words

  private void withTrunk() {
    site.trunk("main", "+4930100").route("all", "", "main");
  }

  private Planned planned(String from, String dialled, LiveState live) {
    return site.plan(
        new Caller.OurUser(site.users.get(from), false), dialled, live, WEDNESDAY_NOON, 7);
  }

  private String stranger(String number, String dialled) {
    return line(
        site.plan(
            new Caller.Stranger(number, number == null), dialled, LiveState.QUIET, SUNDAY, 0));
  }

  private static String line(Planned planned) {
    return PlanText.line(planned.plan());
  }

  private String seen(String from, String dialled) {
    CallPlan.Ring ring = (CallPlan.Ring) planned(from, dialled, LiveState.QUIET).plan();
    return ((CallPlan.Place.Outside) ring.alerts().getFirst().place()).callerNumber();
  }

  private List<String> order(String group, LiveState live, long chance) {
    List<String> order = new ArrayList<>();
    CallPlan plan =
        site.plan(
                new Caller.OurUser(site.users.get("1001"), false),
                group,
                live,
                WEDNESDAY_NOON,
                chance)
            .plan();
    while (plan instanceof CallPlan.Ring ring) {
      order.add(((CallPlan.Place.Phones) ring.alerts().getFirst().place()).extension());
      plan = ring.then().noAnswer();
    }
    return order;
  }

  private static int alerts(CallPlan plan) {
    return switch (plan) {
      case CallPlan.Ring ring ->
          ring.alerts().size()
              + PlanText.branches(ring).stream().mapToInt(b -> alerts(b.next())).sum();
      case CallPlan.Aside aside -> alerts(aside.then());
      default -> 0;
    };
  }

  private static LiveState talking(String extension, int calls) {
    return new Memory(Map.of(extension, calls), null, Map.of());
  }

  private record Memory(Map<String, Integer> talking, String last, Map<String, Instant> talked)
      implements LiveState {
    @Override
    public int calls(String extension) {
      return talking.getOrDefault(extension, 0);
    }

    @Override
    public boolean registered(String extension) {
      return true;
    }

    @Override
    public String lastRung(String group) {
      return last;
    }

    @Override
    public Instant lastTalked(String extension) {
      return talked.get(extension);
    }
  }
}
