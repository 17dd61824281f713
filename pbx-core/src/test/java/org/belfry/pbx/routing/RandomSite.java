package org.belfry.pbx.routing;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.InboundNumber;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.Schedule;

/** Sites as nobody would arrange them, from a seed: everybody forwards to everybody. */
public final class RandomSite {
  private final Random random;
  private final Site site = new Site();

  private RandomSite(long seed) {
    random = new Random(seed);
  }

  /** Users 1001 to 1009, groups 600 to 603, inbound numbers, a schedule and two trunks. */
  public static Site of(long seed) {
    return new RandomSite(seed).made();
  }

  /** Everything that may be dialled there, and some that may not. */
  public static String dialled(Random random) {
    return switch (random.nextInt(6)) {
      case 0, 1, 2 -> "100" + (1 + random.nextInt(9));
      case 3, 4 -> "60" + random.nextInt(4);
      default -> List.of("0401234567", "112", "999", "*97", "5", "+4930555").get(random.nextInt(6));
    };
  }

  private Site made() {
    site.trunk("one", "+49301").trunk("two", null).route("all", "", "one", "two");
    site.schedules.put(
        "day",
        new Schedule(
            "day",
            ZoneId.of("Europe/Berlin"),
            List.of(
                new Schedule.Hours(
                    Set.of(DayOfWeek.values()), LocalTime.of(9, 0), LocalTime.of(17, 0))),
            List.of(),
            null));
    for (int i = 1; i <= 9; i++) {
      site.user("100" + i, this::settings);
    }
    for (int i = 0; i < 4; i++) {
      group("60" + i);
    }
    site.inbound.add(
        new InboundNumber(
            new NumberPattern("+4930555*"), null, "day", destination(), destination()));
    return site;
  }

  private Site.Settings settings(Site.Settings s) {
    s.ringTime = Duration.ofSeconds(5 + random.nextInt(20));
    s.mailbox = random.nextInt(3) == 0;
    s.doNotDisturb = random.nextInt(6) == 0;
    s.speedDials = Map.of("5", "100" + (1 + random.nextInt(9)));
    if (random.nextInt(6) == 0) {
      s.blocked = List.of(new NumberPattern("100" + (1 + random.nextInt(9))));
    }
    for (int i = random.nextInt(4); i > 0; i--) {
      s.rules.add(rule());
    }
    return s;
  }

  private CallRule rule() {
    From from = From.values()[random.nextInt(3)];
    Action action =
        switch (random.nextInt(5)) {
          case 0 -> new Action.RingPhones(Duration.ofSeconds(5 + random.nextInt(10)), "tone");
          case 1 -> follow();
          default -> new Action.Forward(destination());
        };
    return new CallRule(
        On.values()[random.nextInt(4)],
        from,
        List.of(),
        random.nextInt(3) == 0 ? List.of("day", "gone").get(random.nextInt(2)) : null,
        random.nextBoolean(),
        action);
  }

  private Action follow() {
    List<Action.Step> steps = new ArrayList<>();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      List<String> numbers = new ArrayList<>();
      for (int j = 1 + random.nextInt(2); j > 0; j--) {
        numbers.add(random.nextInt(5) == 0 ? "0170123456" : "100" + (1 + random.nextInt(9)));
      }
      steps.add(
          new Action.Step(
              numbers, Duration.ofSeconds(5 + random.nextInt(10)), random.nextBoolean()));
    }
    return new Action.Follow(steps);
  }

  private Destination destination() {
    return Destination.parse(
        switch (random.nextInt(10)) {
          case 0 -> "voicemail:100" + (1 + random.nextInt(9));
          case 1 -> "refuse:" + List.of("busy", "declined", "unavailable").get(random.nextInt(3));
          case 2 -> "dial:0401234567";
          case 3, 4, 5 -> "dial:60" + random.nextInt(4);
          default -> "dial:100" + (1 + random.nextInt(9));
        });
  }

  private void group(String number) {
    List<RingGroup.Member> members = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      members.add(
          new RingGroup.Member(
              "100" + (1 + random.nextInt(9)), Duration.ofSeconds(random.nextInt(3) * 4)));
    }
    site.groups.put(
        number,
        new RingGroup(
            number,
            "Group",
            RingGroup.Strategy.values()[random.nextInt(5)],
            members,
            Duration.ofSeconds(10 + random.nextInt(30)),
            Duration.ofSeconds(5 + random.nextInt(10)),
            random.nextBoolean(),
            random.nextInt(4) == 0 ? null : destination()));
  }
}
