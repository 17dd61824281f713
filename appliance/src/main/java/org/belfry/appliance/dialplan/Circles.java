package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.appliance.directory.Finding;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.Owner.Kind;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * Calls that would go round in a circle: by users who forward everything at any time, and by groups
 * that overflow into each other. What depends on the caller or the hour shows at call time only.
 */
final class Circles {
  private final Directory directory;
  private final Map<Owner, Way> ways = new HashMap<>();

  /** Where a call at one place goes on to without fail. */
  private record Way(String field, Owner to) {}

  Circles(Directory directory, List<User> users) {
    this.directory = directory;
    for (User user : users) {
      way(user);
    }
    for (RingGroup group : directory.dialPlan().groups().values()) {
      Owner to = place(group.overflow());
      if (to != null) {
        ways.put(new Owner(Kind.GROUP, group.number()), new Way("overflow", to));
      }
    }
  }

  private void way(User user) {
    List<CallRule> rules = user.settings().rules();
    for (int i = 0; i < rules.size(); i++) {
      CallRule rule = rules.get(i);
      if (rule.on() == CallRule.On.CALL
          && rule.from() == CallRule.From.ANYBODY
          && rule.schedule() == null) {
        Owner here = new Owner(Kind.USER, user.extension());
        Owner to = rule.action() instanceof Action.Forward f ? place(f.to()) : null;
        if (to != null && !to.equals(here)) { // to oneself is told elsewhere, for any rule
          ways.put(here, new Way("rules[" + i + "].forwardTo", to));
        }
        return; // no rule after it is asked
      }
    }
  }

  private @Nullable Owner place(@Nullable Destination to) {
    if (!(to instanceof Destination.Dial dial)) {
      return null;
    }
    User user = directory.user(dial.number());
    if (user != null) {
      return new Owner(Kind.USER, user.extension());
    }
    return directory.dialPlan().groups().containsKey(dial.number())
        ? new Owner(Kind.GROUP, dial.number())
        : null;
  }

  List<Finding> findings() {
    List<Finding> findings = new ArrayList<>();
    Set<Owner> done = new HashSet<>();
    for (Owner start : ways.keySet()) {
      Set<Owner> path = new LinkedHashSet<>();
      Owner at = start;
      while (at != null && !done.contains(at) && path.add(at)) {
        Way way = ways.get(at);
        at = way == null ? null : way.to();
      }
      if (at != null && path.contains(at) && !done.contains(at)) {
        circle(new ArrayList<>(path), at, findings);
      }
      done.addAll(path);
    }
    return findings;
  }

  /** Told to everybody on it, each beginning with themself. */
  private void circle(List<Owner> path, Owner first, List<Finding> findings) {
    List<Owner> circle = path.subList(path.indexOf(first), path.size());
    for (int i = 0; i < circle.size(); i++) {
      StringBuilder round = new StringBuilder("calls would loop: ");
      for (int k = 0; k <= circle.size(); k++) {
        round.append(k == 0 ? "" : " → ").append(circle.get((i + k) % circle.size()).name());
      }
      Owner owner = circle.get(i);
      Way way = ways.get(owner);
      if (way != null) {
        findings.add(new Finding(owner, way.field(), round.toString(), true));
      }
    }
  }
}
