package org.belfry.pbx.routing.cpl;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.pbx.directory.CallRule.From;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.routing.cpl.CplImport.NoRule;
import org.jspecify.annotations.Nullable;

/**
 * The switches of a script as a list of which the first that fits counts. A case of a switch comes
 * with its condition, what is behind it without: by then nobody is left whom the case was for.
 */
final class CplConditions {
  private static final int STEPS_MAX = 20_000;
  private static final int WEIGHT_MAX = 100;

  private final String domain;
  private final List<Times> schedules = new ArrayList<>();
  private int steps;

  CplConditions(String domain, Collection<Schedule> all, Instant now) {
    this.domain = domain;
    for (Schedule schedule : all) {
      CplNode.Switch times = times(schedule, now);
      if (times != null) {
        schedules.add(new Times(schedule.name(), times));
      }
    }
  }

  /** A schedule as a time-switch that says "open" or "closed" to the log. */
  private record Times(String name, CplNode.Switch words) {}

  /** What is done while a schedule is open, and while it is closed. */
  private record Hours(@Nullable CplNode open, @Nullable CplNode closed) {}

  /**
   * @param then what is done; null where the script ends
   */
  record Leaf(Guard guard, @Nullable CplNode then) {}

  /** What comes when a case does not hold. */
  private record Rest(@Nullable CplNode node) {}

  /** At least one; the last holds always. */
  List<Leaf> leaves(@Nullable CplNode first) throws NoRule {
    List<Leaf> leaves = new ArrayList<>();
    flatten(first, Guard.ALWAYS, null, leaves);
    return leaves;
  }

  static @Nullable CplNode behindSubs(@Nullable CplNode node) {
    CplNode here = node;
    while (here instanceof CplNode.Sub sub) {
      here = sub.target();
    }
    return here;
  }

  static boolean same(@Nullable CplNode a, @Nullable CplNode b) {
    return Objects.equals(behindSubs(a), behindSubs(b));
  }

  private void flatten(@Nullable CplNode node, Guard guard, @Nullable Rest rest, List<Leaf> leaves)
      throws NoRule {
    if (rest != null && same(node, rest.node())) {
      return; // it comes by itself when no case has held
    }
    CplNode here = behindSubs(node);
    if (++steps > STEPS_MAX) {
      throw new NoRule(here == null ? 1 : here.line(), "It would be too many rules.");
    }
    if (!(here instanceof CplNode.Switch s)) {
      leaves.add(new Leaf(guard, here));
      return;
    }
    if (s.cases().isEmpty() || s.cases().getFirst().test() instanceof CplTest.Otherwise) {
      flatten(s.cases().isEmpty() ? null : s.cases().getFirst().then(), guard, rest, leaves);
      return;
    }
    switch (s.name()) {
      case "time-switch" -> times(s, guard, rest, leaves);
      case "address-switch" -> callers(s, guard, rest, leaves);
      default -> throw new NoRule(s.line(), "Rules have no " + s.name() + ".");
    }
  }

  /** The first case, then the switch without it; numbers with the same end are one case. */
  private void callers(CplNode.Switch s, Guard guard, @Nullable Rest rest, List<Leaf> leaves)
      throws NoRule {
    CplNode.Case first = s.cases().getFirst();
    Guard who = caller(first);
    int next = 1;
    while (next < s.cases().size() && same(s.cases().get(next).then(), first.then())) {
      Guard both =
          s.cases().get(next).test() instanceof CplTest.OfAddress
              ? who.orNumbers(caller(s.cases().get(next)))
              : null;
      if (both == null) {
        break;
      }
      who = both;
      next++;
    }
    List<CplNode.Case> others = s.cases().subList(next, s.cases().size());
    CplNode otherwise = others.isEmpty() ? null : new CplNode.Switch(s.line(), s.name(), others);
    if (!others.isEmpty() && others.getFirst().test() instanceof CplTest.Otherwise) {
      otherwise = others.getFirst().then();
    }
    split(who, first.line(), first.then(), otherwise, guard, rest, leaves);
  }

  private Guard caller(CplNode.Case c) throws NoRule {
    if (c.test() instanceof CplTest.OfAddress(AddressPart part, AddressPart.Match match, String v)
        && part.field() == AddressPart.Field.ORIGIN) {
      boolean is = match == AddressPart.Match.IS;
      switch (part.subfield()) {
        case HOST -> {
          if (is && v.equalsIgnoreCase(domain)) {
            return Guard.from(From.INSIDE);
          }
        }
        case USER -> {
          if (v.equals("anonymous")) {
            return Guard.from(From.ANONYMOUS);
          }
          if (v.matches("\\+?[0-9]{1,32}")) {
            return number(v, false);
          }
        }
        case TEL -> {
          if (v.matches("\\+?[0-9]{1,32}")) {
            return number(v, !is);
          }
        }
        default -> {}
      }
    }
    throw new NoRule(
        c.line(), "Rules know callers as inside, outside, anonymous, and by their numbers.");
  }

  /** A value without + also means numbers that came in the international form. */
  private static Guard number(String digits, boolean begins) {
    String pattern = begins ? digits + "*" : digits;
    return Guard.numbers(
        digits.startsWith("+") || digits.length() < 7
            ? List.of(new NumberPattern(pattern))
            : List.of(new NumberPattern(pattern), new NumberPattern("+" + pattern)));
  }

  /** All cases are one schedule's hours and holidays, or none of the site's. */
  private void times(CplNode.Switch s, Guard guard, @Nullable Rest rest, List<Leaf> leaves)
      throws NoRule {
    for (Times schedule : schedules) {
      Hours then = hours(s, schedule.words());
      if (then != null) {
        split(
            Guard.time(schedule.name(), true),
            s.line(),
            then.open(),
            then.closed(),
            guard,
            rest,
            leaves);
        return;
      }
    }
    throw new NoRule(s.line(), "No schedule of this site has these times: make one first.");
  }

  /** What is done when the schedule is open and closed; null when the switch is not its. */
  private static @Nullable Hours hours(CplNode.Switch s, CplNode.Switch words) {
    Map<String, Rest> found = new HashMap<>();
    int times = words.cases().size() - 1; // the last is otherwise
    boolean otherwise = s.cases().size() == times + 1;
    if (!otherwise && s.cases().size() != times) {
      return null;
    }
    for (int i = 0; i <= times; i++) {
      CplNode.Case word = words.cases().get(i);
      CplNode.Case its = i < times || otherwise ? s.cases().get(i) : null;
      if (its != null && !its.test().equals(word.test())) {
        return null;
      }
      Rest then = new Rest(its == null ? null : its.then());
      Rest before =
          found.putIfAbsent(word.then() instanceof CplNode.Log l ? l.comment() : "", then);
      if (before != null && !same(before.node(), then.node())) {
        return null;
      }
    }
    Rest closed = found.getOrDefault("closed", new Rest(null));
    return new Hours(found.getOrDefault("open", closed).node(), closed.node());
  }

  private static CplNode.@Nullable Switch times(Schedule schedule, Instant now) {
    String words =
        CplExport.schedule(schedule, now, "<log comment=\"open\"/>", "<log comment=\"closed\"/>");
    String script =
        "<cpl xmlns=\"" + CplGrammar.NAMESPACE + "\"><incoming>" + words + "</incoming></cpl>";
    return CplScript.parse(script) instanceof CplScript.Read read
            && read.script().incoming() != null
            && read.script().incoming().first() instanceof CplNode.Switch s
        ? s
        : null;
  }

  /**
   * A condition with what is done when it holds, and otherwise. Where both can be a rule, the
   * simpler one is: the other one needs no condition then.
   */
  private void split(
      Guard condition,
      int line,
      @Nullable CplNode then,
      @Nullable CplNode otherwise,
      Guard guard,
      @Nullable Rest rest,
      List<Leaf> leaves)
      throws NoRule {
    Guard complement = condition.complement();
    boolean turned =
        complement != null
            && weight(otherwise, new Rest(then), WEIGHT_MAX)
                < weight(then, new Rest(otherwise), WEIGHT_MAX);
    Guard both = guard.and(turned && complement != null ? complement : condition, line);
    CplNode first = turned ? otherwise : then;
    CplNode second = turned ? then : otherwise;
    if (both != null) {
      flatten(first, both, new Rest(second), leaves);
    }
    flatten(second, guard, rest, leaves);
  }

  /** How many ways lead through it without coming to what comes otherwise. */
  private int weight(@Nullable CplNode node, Rest rest, int most) {
    if (same(node, rest.node())) {
      return 0;
    }
    CplNode here = behindSubs(node);
    if (!(here instanceof CplNode.Switch s)) {
      return here == null ? WEIGHT_MAX / 2 : 1; // nothing is best done when no rule fits
    }
    int sum = 1;
    for (CplNode.Case c : s.cases()) {
      if (sum >= most || ++steps > STEPS_MAX) {
        return most;
      }
      sum += weight(c.then(), rest, most - sum);
    }
    return sum;
  }
}
