package org.belfry.pbx.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.jspecify.annotations.Nullable;

/** Ring groups, within the planning of one call. */
final class GroupPlans {
  private final Planning planning;
  private final Destinations destinations;

  GroupPlans(Planning planning, Destinations destinations) {
    this.planning = planning;
    this.destinations = destinations;
  }

  /** The call comes to this group. */
  CallPlan called(RingGroup group, Way from) {
    String here = "group " + group.number();
    if (from.hasBeenAt(here)) {
      planning.because(Why.LOOP, group.number());
      return Planning.end(from, from.rings() == 0 ? 482 : 480, "Loop Detected");
    }
    if (planning.tooFar(from)) {
      return Planning.end(from, 482, "Sent on too often");
    }
    Way way = from.at(here);
    List<RingGroup.Member> members = present(group);
    if (members.isEmpty()) {
      planning.because(Why.GROUP_EMPTY, group.number());
      CallPlan overflow = overflow(group, way, 480);
      return overflow == null ? new CallPlan.Reject(480, "Nobody is there") : overflow;
    }
    if (planning.explains()) {
      planning.because(Why.RINGS, group.number(), Long.toString(group.ringTime().toSeconds()));
    }
    return group.strategy() == RingGroup.Strategy.ALL
        ? together(group, members, way)
        : inOrder(group, ordered(group, members), way);
  }

  /** All who may ring, at once: a group as one of the numbers that ring together. */
  List<Alert> membersOf(RingGroup group, Way way) {
    return present(group).stream().map(each -> alert(group, each, Duration.ZERO, way)).toList();
  }

  private static Alert alert(RingGroup group, RingGroup.Member member, Duration delay, Way way) {
    return new Alert(
        new Place.Phones(member.extension()),
        delay,
        false,
        null,
        way.onBehalfOf(),
        way.cause(),
        group.number());
  }

  private CallPlan together(RingGroup group, List<RingGroup.Member> members, Way way) {
    List<Alert> alerts = new ArrayList<>(members.size());
    for (RingGroup.Member each : members) {
      if (each.delay().compareTo(group.ringTime()) < 0) {
        alerts.add(alert(group, each, each.delay(), way));
      }
    }
    if (alerts.isEmpty() || !planning.mayRing(way, alerts.size())) {
      return Planning.end(way, 480, "Nobody is there");
    }
    CallPlan overflow = overflow(group, way.afterRings(1), 408);
    return new CallPlan.Ring(alerts, group.ringTime(), Outcomes.all(overflow));
  }

  private CallPlan inOrder(RingGroup group, List<RingGroup.Member> members, Way way) {
    int count = Math.min(members.size(), rounds(group));
    if (!planning.mayRing(way.afterRings(count - 1), count)) {
      return Planning.end(way, 480, "Temporarily Unavailable");
    }
    CallPlan next = overflow(group, way.afterRings(count), 408);
    for (int i = count - 1; i >= 0; i--) {
      Duration left = group.ringTime().minus(group.memberTime().multipliedBy(i));
      Duration time = left.compareTo(group.memberTime()) < 0 ? left : group.memberTime();
      Alert alert = alert(group, members.get(i), Duration.ZERO, way);
      next = new CallPlan.Ring(List.of(alert), time, Outcomes.all(next));
    }
    return Objects.requireNonNull(next, "a group rings somebody");
  }

  /** How many members get a turn within the ring time of the group. */
  private static int rounds(RingGroup group) {
    long member = Math.max(1, group.memberTime().toMillis());
    return (int) Math.max(1, (group.ringTime().toMillis() + member - 1) / member);
  }

  private @Nullable CallPlan overflow(RingGroup group, Way way, int cause) {
    Destination overflow = group.overflow();
    if (overflow == null) {
      return way.last();
    }
    if (planning.explains()) {
      planning.because(Why.OVERFLOW, overflow.text());
    }
    return destinations.to(overflow, way.arranged(group.number(), cause));
  }

  private List<RingGroup.Member> present(RingGroup group) {
    List<RingGroup.Member> present = new ArrayList<>(group.members().size());
    for (RingGroup.Member each : group.members()) {
      User user = planning.directory().user(each.extension());
      if (user == null) {
        planning.because(Why.MEMBER_MISSING, each.extension());
      } else if (user.settings().doNotDisturb()) {
        planning.because(Why.DO_NOT_DISTURB, user.extension());
      } else if (isBusy(group, user)) {
        planning.because(Why.MEMBER_BUSY, user.extension());
      } else {
        present.add(new RingGroup.Member(user.extension(), each.delay()));
      }
    }
    return present;
  }

  private boolean isBusy(RingGroup group, User user) {
    int limit = user.settings().callLimit();
    if (!group.skipBusy() && limit == 0) {
      return false;
    }
    int calls = planning.enquiry.live().calls(user.extension());
    return group.skipBusy() ? calls > 0 : calls >= limit;
  }

  private List<RingGroup.Member> ordered(RingGroup group, List<RingGroup.Member> members) {
    List<RingGroup.Member> ordered = new ArrayList<>(members);
    LiveState live = planning.enquiry.live();
    switch (group.strategy()) {
      case ALL, LINEAR -> {}
      case ROUND_ROBIN -> Collections.rotate(ordered, -turn(group, members, live));
      case LONGEST_IDLE ->
          ordered.sort(
              Comparator.comparing(
                  each -> live.lastTalked(each.extension()),
                  Comparator.nullsFirst(Comparator.<Instant>naturalOrder())));
      case RANDOM -> shuffle(ordered, planning.enquiry.chance());
    }
    return ordered;
  }

  /** The place behind the one who was rung first the last time, whether it is present or not. */
  private static int turn(RingGroup group, List<RingGroup.Member> members, LiveState live) {
    String last = live.lastRung(group.number());
    int at = -1;
    for (int i = 0; last != null && i < group.members().size(); i++) {
      if (group.members().get(i).extension().equals(last)) {
        at = i;
      }
    }
    for (int i = 1; at >= 0 && i <= group.members().size(); i++) {
      String next = group.members().get((at + i) % group.members().size()).extension();
      for (int j = 0; j < members.size(); j++) {
        if (members.get(j).extension().equals(next)) {
          return j;
        }
      }
    }
    return 0;
  }

  /** Fisher-Yates with SplitMix64: the same chance gives the same order. */
  private static void shuffle(List<RingGroup.Member> members, long chance) {
    long state = chance;
    for (int i = members.size() - 1; i > 0; i--) {
      state += 0x9E3779B97F4A7C15L;
      long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      Collections.swap(members, i, (int) Long.remainderUnsigned(z ^ (z >>> 31), i + 1L));
    }
  }
}
