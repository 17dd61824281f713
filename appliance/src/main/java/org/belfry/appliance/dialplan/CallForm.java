package org.belfry.appliance.dialplan;

import java.time.Duration;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.belfry.pbx.admin.CallSettingsAdmin.From;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Ring;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.CallSettingsAdmin.Step;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.directory.CallRule;
import org.belfry.pbx.directory.CallRule.Action;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.CallSettings.Permissions;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.routing.cpl.CplImport;
import org.jspecify.annotations.Nullable;

/** Call settings: from the command to what is stored, and on to what the call path knows. */
final class CallForm {
  private static final Pattern SHORT = Pattern.compile("[0-9*#]{1,8}");
  private static final int STEP_SECONDS = 20;

  /** How a user begins. */
  static final ChangeCallSettings USUAL =
      new ChangeCallSettings(
          List.of(),
          false,
          List.of(),
          (int) CallSettings.RING_TIME.toSeconds(),
          0,
          List.of(),
          List.of(),
          kinds(Permissions.DEFAULT.classes()),
          Set.of(),
          "",
          "",
          Map.of(),
          "",
          null);

  private final Fields fields;

  private CallForm(UnaryOperator<String> inFull) {
    fields = new Fields(inFull);
  }

  /** What was stored before a field was thought of has the usual value in it. */
  static ChangeCallSettings filled(ChangeCallSettings s) {
    return new ChangeCallSettings(
        or(s.aliases(), USUAL.aliases()),
        or(s.doNotDisturb(), USUAL.doNotDisturb()),
        or(s.rules(), USUAL.rules()),
        or(s.ringSeconds(), USUAL.ringSeconds()),
        or(s.callLimit(), USUAL.callLimit()),
        or(s.blocked(), USUAL.blocked()),
        or(s.allowed(), USUAL.allowed()),
        or(s.mayCall(), USUAL.mayCall()),
        or(s.countries(), USUAL.countries()),
        text(s.outsideNumber()),
        text(s.pickupGroup()),
        or(s.speedDials(), USUAL.speedDials()),
        text(s.location()),
        s.mailbox());
  }

  /** What is stored when this is changed, with every field filled. */
  static ChangeCallSettings merged(
      ChangeCallSettings before, ChangeCallSettings c, UnaryOperator<String> inFull) {
    return new CallForm(inFull).merge(before, c);
  }

  private ChangeCallSettings merge(ChangeCallSettings before, ChangeCallSettings c) {
    ChangeCallSettings good =
        new ChangeCallSettings(
            c.aliases() == null
                ? before.aliases()
                : fields.distinct("aliases", c.aliases(), 50, this::alias),
            or(c.doNotDisturb(), before.doNotDisturb()),
            c.rules() == null ? before.rules() : fields.list("rules", c.rules(), 50, this::rule),
            fields.range("ringSeconds", or(c.ringSeconds(), before.ringSeconds()), 30, 5, 300),
            fields.range("callLimit", or(c.callLimit(), before.callLimit()), 0, 0, 100),
            c.blocked() == null
                ? before.blocked()
                : fields.distinct("blocked", c.blocked(), 500, fields::callerPattern),
            c.allowed() == null
                ? before.allowed()
                : fields.distinct("allowed", c.allowed(), 500, fields::callerPattern),
            c.mayCall() == null ? before.mayCall() : mayCall(c.mayCall()),
            c.countries() == null
                ? before.countries()
                : new TreeSet<>(fields.countries("countries", c.countries())),
            c.outsideNumber() == null
                ? before.outsideNumber()
                : text(fields.outside("outsideNumber", c.outsideNumber())),
            text("pickupGroup", c.pickupGroup(), before.pickupGroup(), 32),
            c.speedDials() == null ? before.speedDials() : speedDials(c.speedDials()),
            text("location", c.location(), before.location(), 200),
            c.mailbox() == null ? before.mailbox() : c.mailbox());
    fields.refuse();
    return good;
  }

  private String alias(String at, String value) {
    if (value.strip().startsWith("+")) {
      return text(fields.outside(at, value));
    }
    return fields.number(at, value);
  }

  private Rule rule(String at, Rule r) {
    From from = or(r.from(), From.ANYBODY);
    List<String> numbers =
        fields.distinct(at + ".numbers", r.numbers(), 500, fields::callerPattern);
    if (from == From.NUMBERS && numbers.isEmpty()) {
      fields.problem(at + ".numbers", "enter the callers the rule applies to");
    } else if (from != From.NUMBERS && !numbers.isEmpty()) {
      fields.problem(at + ".from", "must be NUMBERS when callers are named");
    }
    int actions =
        (r.forwardTo() == null ? 0 : 1) + (r.ring() == null ? 0 : 1) + (r.follow() == null ? 0 : 1);
    if (actions != 1) {
      fields.problem(at, "requires exactly one of forwardTo, ring and follow");
    }
    On on = or(r.on(), On.CALL);
    if (r.ring() != null && on != On.CALL) {
      fields.problem(at + ".ring", "rings phones that have already rung");
    }
    return new Rule(
        on,
        from,
        numbers,
        fields.optional(at + ".schedule", r.schedule(), 64),
        or(r.whileOpen(), true),
        r.forwardTo() == null ? null : forward(at + ".forwardTo", r.forwardTo()),
        r.ring() == null ? null : ring(at + ".ring", r.ring()),
        r.follow() == null ? null : follow(at + ".follow", r.follow()));
  }

  private @Nullable String forward(String at, String value) {
    String destination = fields.destination(at, value);
    if (destination == null) {
      fields.problem(at, "required");
    }
    return destination;
  }

  private Ring ring(String at, Ring ring) {
    return new Ring(
        ring.seconds() == null ? null : fields.range(at + ".seconds", ring.seconds(), 30, 5, 300),
        fields.optional(at + ".ringTone", ring.ringTone(), 100));
  }

  private List<Step> follow(String at, List<Step> steps) {
    List<Step> read =
        fields.list(
            at,
            steps,
            8,
            (place, step) -> {
              List<String> numbers =
                  fields.distinct(place + ".numbers", step.numbers(), 8, fields::dialled);
              if (step.numbers() == null || step.numbers().isEmpty()) {
                fields.problem(place + ".numbers", "enter at least one number");
              }
              return new Step(
                  numbers,
                  fields.range(place + ".seconds", step.seconds(), STEP_SECONDS, 5, 120),
                  or(step.confirm(), false));
            });
    if (steps.isEmpty()) {
      fields.problem(at, "add 1 to 8 steps");
    }
    return read;
  }

  private Set<NumberKind> mayCall(Set<NumberKind> wanted) {
    Set<NumberKind> kinds = EnumSet.noneOf(NumberKind.class);
    wanted.stream().filter(Objects::nonNull).forEach(kinds::add);
    kinds.remove(NumberKind.EMERGENCY); // open to everybody, said or not
    return kinds;
  }

  private Map<String, String> speedDials(Map<String, String> wanted) {
    Map<String, String> read = new TreeMap<>();
    if (wanted.size() > 100) {
      fields.problem("speedDials", "must have at most 100 entries");
      return read;
    }
    wanted.forEach((key, number) -> {
      String at = "speedDials." + key;
      String shortNumber =
          fields.matching(at, key, SHORT, "must be 1 to 8 digits, * or #, and a number");
      read.put(shortNumber, fields.dialled(at, number));
    });
    return read;
  }

  private String text(String field, @Nullable String value, @Nullable String before, int max) {
    return value == null ? text(before) : text(fields.optional(field, value, max));
  }

  /** What the call path knows of it. */
  static CallSettings settings(ChangeCallSettings s) {
    return new CallSettings(
        Fields.orEmpty(s.aliases()),
        Boolean.TRUE.equals(s.doNotDisturb()),
        Fields.orEmpty(s.rules()).stream().map(CallForm::domain).toList(),
        Fields.seconds(s.ringSeconds()),
        Objects.requireNonNull(s.callLimit()),
        patterns(s.blocked()),
        patterns(s.allowed()),
        new Permissions(classes(s.mayCall()), Fields.orEmpty(s.countries())),
        orNull(s.outsideNumber()),
        orNull(s.pickupGroup()),
        s.speedDials() == null ? Map.of() : s.speedDials(),
        orNull(s.location()),
        Boolean.TRUE.equals(s.mailbox()));
  }

  private static CallRule domain(Rule r) {
    return new CallRule(
        CallRule.On.valueOf(or(r.on(), On.CALL).name()),
        CallRule.From.valueOf(or(r.from(), From.ANYBODY).name()),
        patterns(r.numbers()),
        r.schedule(),
        or(r.whileOpen(), true),
        action(r));
  }

  /** The command that arranges what a script has said. */
  static ChangeCallSettings change(CplImport.Rules script) {
    return new ChangeCallSettings(
        null,
        null,
        script.rules().stream().map(CallForm::rule).toList(),
        (int) script.ringTime().toSeconds(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        script.mailbox());
  }

  private static Rule rule(CallRule r) {
    Action action = r.action();
    return new Rule(
        On.valueOf(r.on().name()),
        From.valueOf(r.from().name()),
        r.numbers().stream().map(NumberPattern::text).toList(),
        r.schedule(),
        r.whileOpen(),
        action instanceof Action.Forward(Destination to) ? to.text() : null,
        action instanceof Action.RingPhones(Duration time, String tone)
            ? new Ring(time == null ? null : (int) time.toSeconds(), tone)
            : null,
        action instanceof Action.Follow(List<Action.Step> steps)
            ? steps.stream()
                .map(s -> new Step(s.numbers(), (int) s.time().toSeconds(), s.confirm()))
                .toList()
            : null);
  }

  private static Action action(Rule r) {
    if (r.forwardTo() != null) {
      return new Action.Forward(Destination.parse(r.forwardTo()));
    }
    if (r.follow() != null) {
      return new Action.Follow(
          r.follow().stream()
              .map(step ->
                  new Action.Step(
                      step.numbers(),
                      Fields.seconds(step.seconds()),
                      Boolean.TRUE.equals(step.confirm())))
              .toList());
    }
    Ring ring = Objects.requireNonNull(r.ring());
    Duration time = ring.seconds() == null ? null : Fields.seconds(ring.seconds());
    return new Action.RingPhones(time, ring.ringTone());
  }

  static List<NumberPattern> patterns(@Nullable List<String> texts) {
    return Fields.orEmpty(texts).stream().map(NumberPattern::new).toList();
  }

  static Set<NumberClass> classes(@Nullable Collection<NumberKind> kinds) {
    Set<NumberClass> classes = EnumSet.noneOf(NumberClass.class);
    if (kinds != null) {
      kinds.forEach(kind -> classes.add(NumberClass.valueOf(kind.name())));
    }
    return classes;
  }

  static Set<NumberKind> kinds(Set<NumberClass> classes) {
    Set<NumberKind> kinds = EnumSet.noneOf(NumberKind.class);
    classes.forEach(c -> kinds.add(NumberKind.valueOf(c.name())));
    return kinds;
  }

  static @Nullable String orNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  static String text(@Nullable String text) {
    return text == null ? "" : text;
  }

  static <T> T or(@Nullable T value, @Nullable T usual) {
    return value == null ? Objects.requireNonNull(usual) : value;
  }
}
