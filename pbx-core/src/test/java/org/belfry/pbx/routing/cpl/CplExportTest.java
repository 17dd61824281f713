package org.belfry.pbx.routing.cpl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.routing.cpl.Surroundings.from;
import static org.belfry.pbx.routing.cpl.Surroundings.ring;
import static org.belfry.pbx.routing.cpl.Surroundings.script;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
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
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.directory.NumberPattern;
import org.belfry.pbx.directory.Schedule;
import org.belfry.pbx.routing.CallPlan;
import org.belfry.pbx.routing.CallPlan.Outcomes;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Rules written as a script do what the rules do. */
class CplExportTest {
  static final List<String> CALLERS =
      List.of(
          "sip:1002@pbx.example",
          "tel:+4930123456",
          "tel:+4989123456",
          "sip:anonymous@anonymous.invalid");

  static final Schedule OFFICE =
      new Schedule(
          "office",
          ZoneId.of("Europe/Berlin"),
          List.of(
              new Schedule.Hours(
                  Set.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY),
                  LocalTime.of(9, 0),
                  LocalTime.of(17, 0)),
              new Schedule.Hours(
                  Set.of(DayOfWeek.SATURDAY), LocalTime.of(22, 0), LocalTime.of(6, 0))),
          List.of(Schedule.Closed.day("holiday", LocalDate.of(2026, 12, 25))),
          null);

  @Test
  void randomRulesDoTheSameAsTheirScript() {
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      CallSettings settings = settings(random);
      String text =
          CplExport.of(settings, "1001", "pbx.example", Map.of("office", OFFICE), Surroundings.NOON)
              .text();
      CplScript script = script(text);
      for (String caller : CALLERS) {
        Instant at = Surroundings.NOON.plus(Duration.ofHours(random.nextInt(24 * 60)));
        assertThat(script.plan(from(caller), at, Surroundings.HOME).plan())
            .as("seed %d, %s at %s\n%s", seed, caller, at, text)
            .isEqualTo(new ByRules(settings, caller, at).plan());
      }
    }
  }

  @Test
  void whatTheLanguageHasNoWordsForIsSaid() {
    CallSettings settings =
        settings(
            false,
            true,
            List.of(
                CallRule.always(
                    On.CALL,
                    new Action.Follow(
                        List.of(new Action.Step(List.of("1001"), Duration.ofSeconds(20), true))))));
    CplExport.Exported exported =
        CplExport.of(settings, "1001", "pbx.example", Map.of(), Surroundings.NOON);
    assertThat(exported.leftOut()).containsExactly("A script cannot ask who answers to press 1.");
    assertThat(
            script(exported.text())
                .plan(from(CALLERS.getFirst()), Surroundings.NOON, Surroundings.HOME)
                .plan())
        .isEqualTo(
            ring(
                20,
                Outcomes.all(ring(180, "sip:voicemail@pbx.example;target=1001")),
                "sip:1001@pbx.example"));
  }

  @Test
  void destinationsAreAddressesAndBack() {
    for (String text :
        List.of("dial:1002", "dial:+4930123", "dial:*98", "voicemail:1001", "app:attendant:day")) {
      Destination destination = Destination.parse(text);
      assertThat(
              CplAddress.destination(
                  String.valueOf(CplAddress.of(destination, "pbx.example")), "pbx.example"))
          .isEqualTo(destination);
    }
    assertThat(CplAddress.destination("sip:a@elsewhere.example", "pbx.example")).isNull();
  }

  static CallSettings settings(Random random) {
    List<CallRule> rules = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      From from = From.values()[random.nextInt(From.values().length)];
      rules.add(
          new CallRule(
              On.values()[random.nextInt(On.values().length)],
              from,
              from == From.NUMBERS
                  ? List.of(new NumberPattern("+4930*"), new NumberPattern("1002"))
                  : List.of(),
              random.nextBoolean() ? "office" : null,
              random.nextBoolean(),
              action(random)));
    }
    return settings(random.nextInt(4) == 0, random.nextBoolean(), rules);
  }

  private static Action action(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> new Action.RingPhones(Duration.ofSeconds(10 + random.nextInt(9)), null);
      case 1 -> new Action.Forward(new Destination.Dial("200" + random.nextInt(9)));
      default -> new Action.Forward(new Destination.Refusal(Destination.Refused.BUSY));
    };
  }

  static CallSettings settings(boolean away, boolean mailbox, List<CallRule> rules) {
    return settings(away, mailbox, rules, CallSettings.RING_TIME);
  }

  static CallSettings settings(
      boolean away, boolean mailbox, List<CallRule> rules, Duration ringTime) {
    CallSettings d = CallSettings.DEFAULT;
    return new CallSettings(
        List.of(),
        away,
        rules,
        ringTime,
        0,
        List.of(),
        List.of(),
        d.permissions(),
        null,
        null,
        Map.of(),
        null,
        mailbox);
  }

  /** What the rules mean, said as shortly as it can be. */
  record ByRules(CallSettings settings, String caller, Instant at) {
    CallPlan plan() {
      CallRule rule = rule(On.CALL);
      if (rule != null && rule.action() instanceof Action.Forward f) {
        return to(f.to());
      }
      if (settings.doNotDisturb()) {
        CallPlan busy = after(On.BUSY);
        return busy == null ? new CallPlan.Reject(486, "Busy Here") : busy;
      }
      // A decline is a failure in CPL, and redirections are followed, which fails the same way.
      CallPlan failed = after(On.UNREACHABLE);
      return phones(
          rule, new Outcomes(after(On.BUSY), after(On.NO_ANSWER), failed, failed, failed));
    }

    private @Nullable CallPlan after(On event) {
      CallRule rule = rule(event);
      return rule == null
          ? mailbox()
          : rule.action() instanceof Action.Forward f
              ? to(f.to())
              : phones(rule, Outcomes.all(mailbox()));
    }

    private @Nullable CallPlan mailbox() {
      return settings.mailbox() ? ring(180, "sip:voicemail@pbx.example;target=1001") : null;
    }

    private CallPlan phones(@Nullable CallRule rule, Outcomes then) {
      boolean ruled =
          rule != null && rule.action() instanceof Action.RingPhones r && r.time() != null;
      Duration time = ruled ? ((Action.RingPhones) rule.action()).time() : settings.ringTime();
      return ring((int) time.toSeconds(), then, "phones");
    }

    private static CallPlan to(Destination to) {
      return switch (to) {
        case Destination.Dial d -> ring(180, "sip:" + d.number() + "@pbx.example");
        case Destination.Mailbox box ->
            ring(180, "sip:voicemail@pbx.example;target=" + box.extension());
        default -> new CallPlan.Reject(486, "Busy Here");
      };
    }

    private @Nullable CallRule rule(On event) {
      for (CallRule rule : settings.rules()) {
        boolean inside = caller.endsWith("@pbx.example");
        boolean who =
            switch (rule.from()) {
              case ANYBODY -> true;
              case INSIDE -> inside;
              case OUTSIDE -> !inside;
              case ANONYMOUS -> caller.contains("anonymous");
              case NUMBERS -> caller.contains("+4930") || caller.contains("1002");
            };
        boolean when = rule.schedule() == null || OFFICE.isOpen(at) == rule.whileOpen();
        if (rule.on() == event && who && when) {
          return rule;
        }
      }
      return null;
    }
  }
}
