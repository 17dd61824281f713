package org.belfry.pbx.routing;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.OutboundRoute;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.RingGroup.Strategy;

/**
 * Prints what planning a call costs, in microseconds of CPU time, at a site of 5,000 users, 500
 * groups and 10,000 route prefixes, and how long its snapshot takes to be made ready. Run its main;
 * the first rounds are warm-up.
 */
final class PlanBenchmark {
  private static final int PLANS = 200_000;
  private static final Instant NOON = Instant.parse("2026-06-10T10:00:00Z");
  private static int places;

  private PlanBenchmark() {}

  public static void main(String[] args) {
    Site site = large();
    Directory directory = site.directory();
    for (int round = 0; round < 4; round++) {
      System.out.println("round " + round);
      long start = cpu();
      DialIndex index = DialIndex.of(directory, new GermanNumbers());
      System.out.printf(Locale.ROOT, "%-34s %8.2f ms%n", "snapshot", (cpu() - start) / 1e6);
      Caller user = new Caller.OurUser(site.users.get("10001"), false);
      Caller trunk = new Caller.Network("main", "+4940123", false);
      plans("user without rules", index, user, "12345", false);
      plans("user without rules, explained", index, user, "12345", true);
      plans("user with rules", index, user, "10010", false);
      plans("group of 10, all", index, user, "6001", false);
      plans("group of 10, longest idle", index, user, "6002", false);
      plans("outside number, 10,000 prefixes", index, user, "0401239999", false);
      plans("nobody's number", index, user, "0", false);
      plans("call from a trunk to a group", index, trunk, "+49305550499", false);
    }
    System.out.println(places + " places");
  }

  private static Site large() {
    Site site = new Site();
    for (int i = 0; i < 5000; i++) {
      String next = Integer.toString(10_000 + (i + 1) % 5000);
      boolean rules = i % 10 == 0;
      site.user(
          Integer.toString(10_000 + i),
          s ->
              rules
                  ? s.mailbox()
                      .forward(On.BUSY, "dial:" + next)
                      .forward(On.NO_ANSWER, "dial:" + next)
                  : s);
    }
    for (int i = 0; i < 500; i++) {
      List<RingGroup.Member> members = new ArrayList<>();
      for (int j = 0; j < 10; j++) {
        members.add(new RingGroup.Member(Integer.toString(10_000 + i * 10 + j), Duration.ZERO));
      }
      String number = Integer.toString(6000 + i);
      site.groups.put(
          number,
          new RingGroup(
              number,
              "Group",
              i % 2 == 0 ? Strategy.LONGEST_IDLE : Strategy.ALL,
              members,
              Duration.ofSeconds(60),
              Duration.ofSeconds(10),
              true,
              Destination.parse("voicemail:10000")));
      site.inbound.add(
          new InboundNumber(
              new NumberPattern("+49305550" + String.format(Locale.ROOT, "%03d", i)),
              null,
              null,
              Destination.parse("dial:" + number),
              null));
    }
    site.trunk("main", "+4930100").trunk("spare", null);
    List<NumberPattern> prefixes = new ArrayList<>();
    for (int i = 0; i < 10_000; i++) {
      prefixes.add(new NumberPattern("+4940" + String.format(Locale.ROOT, "%05d", i) + "*"));
      if (prefixes.size() == 100) {
        site.routes.add(
            new OutboundRoute(
                "route " + i, prefixes, Set.of(), Set.of(), List.of("main", "spare"), null));
        prefixes.clear();
      }
    }
    return site.route("rest", "", "spare");
  }

  private static void plans(
      String name, DialIndex index, Caller caller, String dialled, boolean explain) {
    Planner planner = new Planner(Federation.OUT, PlanLimits.DEFAULT);
    RoutingRequest enquiry =
        new RoutingRequest(caller, Site.uri(dialled), NOON, LiveState.QUIET, 1, explain);
    long start = cpu();
    for (int i = 0; i < PLANS; i++) {
      places +=
          planner.plan(enquiry, index).plan() instanceof CallPlan.Ring ring
              ? ring.alerts().size()
              : 0;
    }
    System.out.printf(Locale.ROOT, "%-34s %8.3f µs%n", name, (cpu() - start) / 1e3 / PLANS);
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }
}
