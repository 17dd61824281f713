package org.belfry.pbx.routing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallRule.On;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.RingGroup;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.Alert;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.belfry.pbx.routing.CallPlan.Place;
import org.jspecify.annotations.Nullable;

/** What a user has arranged for calls to them, within the planning of one call. */
final class UserPlans {
  /** Who does not answer by itself may be answered by a hand. */
  private static final Duration INTERCOM = Duration.ofSeconds(20);

  static final String VOICEMAIL = "voicemail";

  private static final Way DIRECT = Way.of(new Caller.Stranger(null, false));

  private final Planning planning;
  private final Destinations destinations;

  UserPlans(Planning planning, Destinations destinations) {
    this.planning = planning;
    this.destinations = destinations;
  }

  /** The plan of a user without rules, the same for every call. */
  static CallPlan plain(User user) {
    CallPlan mailbox = user.settings().mailbox() ? mailbox(DIRECT, user) : null;
    return new CallPlan.Ring(
        List.of(Alert.of(new Place.Phones(user.extension()))),
        user.settings().ringTime(),
        Outcomes.all(mailbox));
  }

  /** The call comes to this user. */
  CallPlan called(User user, Way from) {
    String here = "user " + user.extension();
    if (from.hasBeenAt(here)) {
      planning.because(Why.LOOP, user.extension());
      return Planning.end(from, from.rings() == 0 ? 482 : 480, "Loop Detected");
    }
    if (planning.tooFar(from)) {
      return Planning.end(from, 482, "Sent on too often");
    }
    CallSettings settings = user.settings();
    CallPlan refused = refused(user);
    if (refused != null) {
      return refused;
    }
    Way way = from.at(here);
    Way ends = settings.mailbox() ? way.withLast(mailbox(way, user)) : way;
    return user.script() instanceof Script script
        ? destinations
            .scripts()
            .asked(script, user, Script.Direction.INCOMING, ends, () -> byRules(user, ends))
        : byRules(user, ends);
  }

  /** By what the user has arranged without a script. */
  private CallPlan byRules(User user, Way way) {
    CallSettings settings = user.settings();
    CallRule rule = rule(user, On.CALL);
    if (rule != null && rule.action() instanceof Action.Forward forward) {
      return forwarded(user, forward.to(), On.CALL, way);
    }
    if (settings.doNotDisturb()) {
      planning.because(Why.DO_NOT_DISTURB, user.extension());
      return busy(user, way);
    }
    if (settings.callLimit() > 0) {
      int calls = planning.enquiry.live().calls(user.extension());
      if (calls >= settings.callLimit()) {
        planning.because(Why.CALL_LIMIT, user.extension(), Integer.toString(calls));
        return busy(user, way);
      }
    }
    return switch (rule == null ? null : rule.action()) {
      case Action.Follow follow -> follow(user, follow, way);
      case Action.RingPhones ring -> phones(user, ring, way, true);
      case null, default -> phones(user, null, way, true);
    };
  }

  /** The user's phones answer by themselves, unless the user talks or will not be disturbed. */
  CallPlan intercom(User user, Way way) {
    CallPlan refused = refused(user);
    if (refused != null) {
      return refused;
    }
    if (user.settings().doNotDisturb()) {
      planning.because(Why.DO_NOT_DISTURB, user.extension());
      return new CallPlan.Reject(486, "Busy Here");
    }
    if (planning.enquiry.live().calls(user.extension()) > 0) {
      planning.because(Why.MEMBER_BUSY, user.extension());
      return new CallPlan.Reject(486, "Busy Here");
    }
    planning.because(Why.INTERCOM, user.extension());
    return new CallPlan.Ring(
        List.of(Planning.alert(way, new Place.Phones(user.extension()), Alert.ANSWERS)),
        INTERCOM,
        Outcomes.NONE);
  }

  private @Nullable CallPlan refused(User user) {
    CallSettings settings = user.settings();
    if (settings.blocked().isEmpty() && settings.allowed().isEmpty()) {
      return null;
    }
    String number = planning.caller().number();
    if (number != null && matches(settings.blocked(), number)) {
      planning.because(Why.BLOCKED, number, user.extension());
      return new CallPlan.Reject(603, "Decline");
    }
    if (!settings.allowed().isEmpty()
        && !planning.caller().inside()
        && (number == null || !matches(settings.allowed(), number))) {
      planning.because(Why.NOT_ALLOWED, number == null ? "nobody known" : number, user.extension());
      return new CallPlan.Reject(603, "Decline");
    }
    return null;
  }

  /**
   * @param followed whether the rules for what happens then are still to be asked
   */
  private CallPlan phones(User user, Action.@Nullable RingPhones how, Way way, boolean followed) {
    Duration time = how == null ? null : how.time();
    Duration lasts = time == null ? user.settings().ringTime() : time;
    if (planning.explains()) {
      planning.because(Why.RINGS, user.extension(), Long.toString(lasts.toSeconds()));
    }
    if (!planning.mayRing(way, 1)) {
      return Planning.end(way, 480, "Temporarily Unavailable");
    }
    Way then = way.afterRings(1);
    CallPlan last = way.last();
    Outcomes outcomes = Outcomes.all(last);
    if (followed && !user.settings().rules().isEmpty()) {
      outcomes =
          new Outcomes(
              after(user, On.BUSY, then),
              after(user, On.NO_ANSWER, then),
              last,
              after(user, On.UNREACHABLE, then),
              last);
    } else if (last != null) {
      planning.because(Why.MAILBOX, user.extension());
    }
    Alert alert =
        Planning.alert(
            way, new Place.Phones(user.extension()), how == null ? null : how.ringTone());
    return new CallPlan.Ring(List.of(alert), lasts, outcomes);
  }

  private CallPlan busy(User user, Way way) {
    CallPlan next = after(user, On.BUSY, way);
    return next == null ? new CallPlan.Reject(486, "Busy Here") : next;
  }

  /** What comes when this has happened, or null. */
  private @Nullable CallPlan after(User user, On event, Way way) {
    CallRule rule = rule(user, event);
    if (rule == null) {
      if (way.last() != null) {
        planning.because(Why.MAILBOX, user.extension());
      }
      return way.last();
    }
    return switch (rule.action()) {
      case Action.Forward forward -> forwarded(user, forward.to(), event, way);
      case Action.Follow follow -> follow(user, follow, way);
      case Action.RingPhones ring -> phones(user, ring, way, false);
    };
  }

  private CallPlan forwarded(User user, Destination to, On event, Way way) {
    if (to instanceof Destination.Refusal(Destination.Refused how)
        && how == Destination.Refused.ANONYMOUS) {
      planning.because(Why.ANONYMOUS_REFUSED, user.extension());
    } else if (planning.explains()) {
      planning.because(Why.FORWARDED, user.extension(), to.text());
    }
    int cause =
        switch (event) {
          case CALL -> 302;
          case BUSY -> 486;
          case NO_ANSWER -> 408;
          case UNREACHABLE -> 503;
        };
    return destinations.to(to, way.sentBy(user, cause));
  }

  private CallPlan follow(User user, Action.Follow follow, Way way) {
    List<Action.Step> steps = follow.steps();
    planning.because(Why.FOLLOW, user.extension(), Integer.toString(steps.size()));
    CallPlan next = way.last();
    for (int i = steps.size() - 1; i >= 0; i--) {
      Action.Step step = steps.get(i);
      Way here = way.afterRings(i).withLast(next);
      List<Alert> alerts = new ArrayList<>(step.numbers().size());
      for (String number : step.numbers()) {
        alerts.addAll(together(user, number, step.confirm(), here));
      }
      if (!alerts.isEmpty() && planning.mayRing(here, alerts.size())) {
        next = new CallPlan.Ring(alerts, step.time(), Outcomes.all(next));
      }
    }
    return next == null ? new CallPlan.Reject(480, "Temporarily Unavailable") : next;
  }

  /** The places that a number of a step means: they ring as they are, whatever rules they have. */
  private List<Alert> together(User user, String number, boolean confirm, Way way) {
    User other = planning.directory().user(number);
    if (other != null) {
      boolean own = other.extension().equals(user.extension());
      Way told = own ? way : way.sentBy(user, 302);
      if (!own && other.settings().doNotDisturb()) {
        planning.because(Why.DO_NOT_DISTURB, other.extension());
        return List.of();
      }
      return List.of(Planning.alert(told, new Place.Phones(other.extension()), null));
    }
    RingGroup group = planning.index.group(number);
    if (group != null) {
      return destinations.groups().membersOf(group, way.sentBy(user, 302));
    }
    Alert outside = destinations.outside().single(number, way.sentBy(user, 302), confirm);
    return outside == null ? List.of() : List.of(outside);
  }

  private @Nullable CallRule rule(User user, On event) {
    List<CallRule> rules = user.settings().rules();
    for (int i = 0; i < rules.size(); i++) {
      CallRule rule = rules.get(i);
      if (rule.on() == event && isFrom(rule) && planning.holds(rule.schedule(), rule.whileOpen())) {
        if (planning.explains()) {
          planning.because(Why.RULE, Integer.toString(i + 1), user.extension());
        }
        return rule;
      }
    }
    return null;
  }

  private boolean isFrom(CallRule rule) {
    Caller caller = planning.caller();
    return switch (rule.from()) {
      case ANYBODY -> true;
      case INSIDE -> caller.inside();
      case OUTSIDE -> !caller.inside();
      case ANONYMOUS -> caller.anonymous() || (!caller.inside() && caller.number() == null);
      case NUMBERS -> {
        String number = caller.number();
        yield number != null && !caller.anonymous() && matches(rule.numbers(), number);
      }
    };
  }

  static CallPlan mailbox(Way way, User user) {
    return Planning.application(way, VOICEMAIL, user.extension());
  }

  private static boolean matches(List<NumberPattern> patterns, String number) {
    for (NumberPattern pattern : patterns) {
      if (pattern.matches(number)) {
        return true;
      }
    }
    return false;
  }
}
