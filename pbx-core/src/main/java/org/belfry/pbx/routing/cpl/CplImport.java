package org.belfry.pbx.routing.cpl;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.Destination.Refused;
import org.belfry.pbx.directory.Schedule;
import org.jspecify.annotations.Nullable;

/**
 * A script (RFC 3880) as rules of a user, where rules can say the same: who calls and whether it is
 * open decide whether the phones ring, the call goes elsewhere, or is refused, and what happens
 * when nobody takes it. What rules have no words for stays a script. The opposite of {@link
 * CplExport}.
 */
public final class CplImport {
  private static final int RULES_MAX = 50;

  private final String extension;
  private final String domain;
  private final CplConditions conditions;
  private final List<CallRule> rules = new ArrayList<>();
  private final Set<String> leftOut = new LinkedHashSet<>();
  private Duration ringTime = CallSettings.RING_TIME;
  private CplNode.@Nullable Proxy phones;
  private boolean mailbox;

  /** Of each search, whether it ends in the mailbox. */
  private final List<Boolean> searches = new ArrayList<>();

  private CplImport(String extension, String domain, CplConditions conditions) {
    this.extension = extension;
    this.domain = domain;
    this.conditions = conditions;
  }

  /** What came of it. */
  public sealed interface Imported {}

  /**
   * Rules say it.
   *
   * @param ringTime how long the phones ring when no rule says so
   * @param mailbox whether unanswered calls end in the user's mailbox; null when the script does
   *     not say
   * @param leftOut what is said in another way, as sentences
   */
  public record Rules(
      List<CallRule> rules, Duration ringTime, @Nullable Boolean mailbox, List<String> leftOut)
      implements Imported {
    public Rules {
      rules = List.copyOf(rules);
      leftOut = List.copyOf(leftOut);
    }
  }

  /** It stays a script, and this is why. */
  public record StaysScript(int line, String sentence) implements Imported {
    @Override
    public String toString() {
      return "line " + line + ": " + sentence;
    }
  }

  /** Rules have no words for it. */
  static final class NoRule extends Exception {
    private static final long serialVersionUID = 1;
    private final int line;

    NoRule(int line, String sentence) {
      super(sentence);
      this.line = line;
    }
  }

  /**
   * @param extension of the script's owner
   * @param schedules of the site, by name: a time-switch that says the same as one becomes it
   * @param now a night switch that is on counts as it is at this moment
   */
  public static Imported of(
      CplScript script,
      String extension,
      String domain,
      Map<String, Schedule> schedules,
      Instant now) {
    CplScript.Action incoming = script.incoming();
    if (script.outgoing() != null) {
      return new StaysScript(1, "Rules are for calls that come, not for those that are made.");
    }
    CplImport its =
        new CplImport(extension, domain, new CplConditions(domain, schedules.values(), now));
    try {
      return its.read(incoming == null ? null : incoming.first());
    } catch (NoRule e) {
      return new StaysScript(e.line, String.valueOf(e.getMessage()));
    }
  }

  private Rules read(@Nullable CplNode first) throws NoRule {
    rules(On.CALL, first);
    CplNode.Proxy rings = phones;
    if (rings == null) {
      mailbox = searches.contains(true);
    } else {
      mailbox =
          endsInMailbox(rings.busy())
              || endsInMailbox(rings.noAnswer())
              || endsInMailbox(rings.failure());
      rules(On.BUSY, rings.busy());
      rules(On.NO_ANSWER, rings.noAnswer());
      rules(On.UNREACHABLE, rings.failure());
    }
    if (searches.contains(!mailbox)) {
      leftOut.add(
          mailbox
              ? "A search that finds nobody ends in the mailbox, as other calls do."
              : "A search that finds nobody does not end in the mailbox, as other calls do not.");
    }
    if (rules.size() > RULES_MAX) {
      throw new NoRule(1, "It would be more than " + RULES_MAX + " rules.");
    }
    boolean said = rings != null || !searches.isEmpty();
    return new Rules(rules, ringTime, said ? mailbox : null, List.copyOf(leftOut));
  }

  /** The rules for one event: the first that fits counts, as the first case does. */
  private void rules(On event, @Nullable CplNode first) throws NoRule {
    for (CplConditions.Leaf leaf : conditions.leaves(first)) {
      CplNode node = leaf.then();
      Action action =
          event == On.CALL ? called(leaf.guard(), node) : after(event, leaf.guard(), node);
      if (action != null) {
        add(leaf.guard().rule(event, action));
      }
    }
  }

  private void add(CallRule rule) {
    CallRule joined = rules.isEmpty() ? null : Guard.joined(rules.getLast(), rule);
    if (joined == null) {
      rules.add(rule);
    } else {
      rules.set(rules.size() - 1, joined);
    }
  }

  /** What is done with a call that comes; null for what is usual. */
  private @Nullable Action called(Guard guard, @Nullable CplNode node) throws NoRule {
    if (node == null) {
      return guard.always() ? null : new Action.RingPhones(null, null);
    }
    if (node instanceof CplNode.Reject reject) {
      return refuse(reject);
    }
    List<Destination> places = new ArrayList<>();
    CplNode.Proxy proxy = places(node, places);
    if (!isPhones(places) || (otherPhones(proxy) && proxy.sameForAll())) {
      return sent(proxy, places);
    }
    if (otherPhones(proxy)) {
      throw new NoRule(
          proxy.line(), "The phones ring in two places, and what comes after that differs.");
    }
    phones = proxy;
    if (guard.always()) {
      ringTime = ringTime(proxy);
      return null;
    }
    return new Action.RingPhones(ringTime(proxy), null);
  }

  /** However the phones ring, what comes next is arranged once for all calls. */
  private boolean otherPhones(CplNode.Proxy proxy) {
    CplNode.Proxy before = phones;
    return before != null
        && !(CplConditions.same(before.busy(), proxy.busy())
            && CplConditions.same(before.noAnswer(), proxy.noAnswer())
            && CplConditions.same(before.failure(), proxy.failure()));
  }

  /** What is done when nobody took it; null when the mailbox, or nothing, comes by itself. */
  private @Nullable Action after(On event, Guard guard, @Nullable CplNode node) throws NoRule {
    if (node == null && guard.always() && !mailbox) {
      return null;
    }
    if (node == null) {
      Refused how = event == On.BUSY ? Refused.BUSY : Refused.UNAVAILABLE;
      leftOut.add("Where the script ends after the phones have rung, the caller is refused.");
      return new Action.Forward(new Destination.Refusal(how));
    }
    if (node instanceof CplNode.Reject reject) {
      return refuse(reject);
    }
    if (mailbox && guard.always() && isMailbox(node)) {
      return null;
    }
    List<Destination> places = new ArrayList<>();
    CplNode.Proxy proxy = places(node, places);
    if (!isPhones(places)) {
      return sent(proxy, places);
    }
    CplNode end = tail(proxy);
    if (end != null && !isMailbox(end)) {
      return sent(proxy, places);
    }
    searches.add(end != null);
    return new Action.RingPhones(ringTime(proxy), null);
  }

  // ---- what is done

  private boolean isPhones(List<Destination> places) {
    return places.size() == 1 && places.getFirst().equals(new Destination.Dial(extension));
  }

  private static Duration ringTime(CplNode.Proxy proxy) throws NoRule {
    Duration time = proxy.time();
    if (time.compareTo(Duration.ofSeconds(5)) < 0 || time.compareTo(Duration.ofSeconds(300)) > 0) {
      throw new NoRule(proxy.line(), "By rules the phones ring for 5 to 300 seconds.");
    }
    return time;
  }

  /** Sent elsewhere for good, or a search step by step. */
  private Action sent(CplNode.Proxy first, List<Destination> firstPlaces) throws NoRule {
    if (firstPlaces.size() == 1 && first.ends() && first.time().equals(CplLimits.RINGS)) {
      return new Action.Forward(firstPlaces.getFirst());
    }
    List<Action.Step> steps = new ArrayList<>();
    steps.add(step(first, firstPlaces));
    CplNode next = tail(first);
    while (next != null && !isMailbox(next)) {
      List<Destination> places = new ArrayList<>();
      CplNode.Proxy proxy = places(next, places);
      steps.add(step(proxy, places));
      next = tail(proxy);
    }
    if (steps.size() > 8) {
      throw new NoRule(first.line(), "A search has 8 steps at most.");
    }
    searches.add(next != null);
    return new Action.Follow(steps);
  }

  /** What comes behind a step of a search, whatever happened. */
  private @Nullable CplNode tail(CplNode.Proxy proxy) throws NoRule {
    if (!proxy.sameForAll()) {
      throw new NoRule(
          proxy.line(), "A search goes on in the same way whether a place was busy or not there.");
    }
    return CplConditions.behindSubs(proxy.busy());
  }

  private Action.Step step(CplNode.Proxy proxy, List<Destination> places) throws NoRule {
    List<String> numbers = new ArrayList<>();
    for (Destination place : places) {
      if (!(place instanceof Destination.Dial dial)) {
        throw new NoRule(proxy.line(), "Only what can be dialled can be a step of a search.");
      }
      numbers.add(dial.number());
    }
    try {
      return new Action.Step(numbers, proxy.time(), false);
    } catch (IllegalArgumentException e) {
      throw new NoRule(proxy.line(), String.valueOf(e.getMessage()));
    }
  }

  /** The places that ring together, and what rings them. */
  private CplNode.Proxy places(CplNode first, List<Destination> places) throws NoRule {
    CplNode node = first;
    while (true) {
      switch (node) {
        case CplNode.Location l -> {
          Destination place = CplAddress.destination(l.url(), domain);
          if (place == null) {
            throw new NoRule(l.line(), "Rules forward to this site's numbers and outside ones.");
          }
          if (l.clear()) {
            places.clear();
          }
          places.add(place);
          node = next(l, l.then());
        }
        case CplNode.Lookup l when l.registrations() -> {
          if (l.notFound() != null && !CplConditions.same(l.notFound(), failureOf(l.success()))) {
            throw new NoRule(l.line(), "A user without a phone counts as unreachable.");
          }
          if (l.clear()) {
            places.clear();
          }
          places.add(new Destination.Dial(extension));
          node = next(l, l.success());
        }
        case CplNode.Sub s -> node = next(s, s.target());
        case CplNode.Proxy proxy -> {
          return ringing(proxy, places);
        }
        case CplNode.Switch s ->
            throw new NoRule(s.line(), "Rules decide first and look for places then.");
        default ->
            throw new NoRule(
                node.line(), "Rules forward, ring and refuse; this does something else.");
      }
    }
  }

  private static @Nullable CplNode failureOf(@Nullable CplNode success) {
    return CplConditions.behindSubs(success) instanceof CplNode.Proxy p ? p.failure() : null;
  }

  private static CplNode.Proxy ringing(CplNode.Proxy proxy, List<Destination> places)
      throws NoRule {
    if (places.isEmpty()) {
      throw new NoRule(proxy.line(), "No place rings here.");
    }
    if (!proxy.recurse() || (proxy.ordering() != CplNode.Ordering.PARALLEL && places.size() > 1)) {
      throw new NoRule(proxy.line(), "By rules places ring together, and redirections count.");
    }
    return proxy;
  }

  private static CplNode next(CplNode at, @Nullable CplNode then) throws NoRule {
    if (then == null) {
      throw new NoRule(at.line(), "A place that is found here is not rung.");
    }
    return then;
  }

  private Action refuse(CplNode.Reject reject) throws NoRule {
    return new Action.Forward(new Destination.Refusal(refused(reject)));
  }

  private Refused refused(CplNode.Reject reject) throws NoRule {
    if (!reject.reason().equals(ActionGrammar.usualReason(reject.status()))) {
      leftOut.add("Rules cannot say \"" + reject.reason() + "\" to who is refused.");
    }
    return switch (reject.status()) {
      case 486 -> Refused.BUSY;
      case 603 -> Refused.DECLINED;
      case 480 -> Refused.UNAVAILABLE;
      case 404 -> Refused.UNKNOWN;
      case 433 -> Refused.ANONYMOUS;
      default ->
          throw new NoRule(reject.line(), "Rules do not refuse with " + reject.status() + ".");
    };
  }

  // ---- the mailbox

  private boolean endsInMailbox(@Nullable CplNode first) throws NoRule {
    List<CplConditions.Leaf> leaves = conditions.leaves(first);
    CplNode last = CplConditions.behindSubs(leaves.getLast().then());
    return leaves.getLast().guard().always() && last != null && isMailbox(last);
  }

  private boolean isMailbox(CplNode node) {
    return node instanceof CplNode.Location l
        && new Destination.Mailbox(extension).equals(CplAddress.destination(l.url(), domain))
        && CplConditions.behindSubs(l.then()) instanceof CplNode.Proxy proxy
        && proxy.ends();
  }
}
