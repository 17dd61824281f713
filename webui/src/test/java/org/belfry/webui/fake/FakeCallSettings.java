package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;

/** Users' call settings in memory. */
public final class FakeCallSettings implements CallSettingsAdmin {
  private final Map<String, CallSettingsView> settings = new ConcurrentHashMap<>();
  private final FakePbx pbx;

  public FakeCallSettings(FakePbx pbx) {
    this.pbx = pbx;
  }

  public void clear() {
    settings.clear();
  }

  @Override
  public CallSettingsView settings(String extension) {
    UserView user =
        pbx.users().stream()
            .filter(each -> each.extension().equals(extension))
            .findFirst()
            .orElseThrow(() -> new NotFound("user", extension));
    return settings.computeIfAbsent(
        extension,
        e ->
            new CallSettingsView(
                e,
                user.name(),
                List.of(),
                false,
                List.of(),
                30,
                0,
                List.of(),
                List.of(),
                EnumSet.of(
                    NumberKind.INTERNAL,
                    NumberKind.LOCAL,
                    NumberKind.NATIONAL,
                    NumberKind.MOBILE,
                    NumberKind.FREE),
                Set.of(),
                null,
                null,
                Map.of(),
                null,
                false,
                List.of()));
  }

  @Override
  public CallSettingsView change(String extension, ChangeCallSettings c) {
    CallSettingsView before = settings(extension);
    check(c);
    CallSettingsView after =
        new CallSettingsView(
            extension,
            before.name(),
            or(c.aliases(), before.aliases()),
            or(c.doNotDisturb(), before.doNotDisturb()),
            or(c.rules(), before.rules()),
            or(c.ringSeconds(), before.ringSeconds()),
            or(c.callLimit(), before.callLimit()),
            or(c.blocked(), before.blocked()),
            or(c.allowed(), before.allowed()),
            or(c.mayCall(), before.mayCall()),
            or(c.countries(), before.countries()),
            text(c.outsideNumber(), before.outsideNumber()),
            text(c.pickupGroup(), before.pickupGroup()),
            or(c.speedDials(), before.speedDials()),
            text(c.location(), before.location()),
            or(c.mailbox(), before.mailbox()),
            List.of());
    settings.put(extension, after);
    return after;
  }

  private static void check(ChangeCallSettings c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.ringSeconds() != null && (c.ringSeconds() < 5 || c.ringSeconds() > 300)) {
      problems.add(new FieldProblem("ringSeconds", "must be 5 to 300"));
    }
    if (c.speedDials() != null) {
      c.speedDials()
          .forEach((key, number) -> {
            if (number.isEmpty()) {
              problems.add(
                  new FieldProblem("speedDials." + key, "enter a number that can be dialled"));
            }
          });
    }
    List<Rule> rules = c.rules() == null ? List.of() : c.rules();
    for (int i = 0; i < rules.size(); i++) {
      Rule rule = rules.get(i);
      String at = "rules[" + i + "]";
      if (rule.forwardTo() != null && rule.forwardTo().isEmpty()) {
        problems.add(new FieldProblem(at + ".forwardTo", "required"));
      }
      if (rule.from() == From.NUMBERS && (rule.numbers() == null || rule.numbers().isEmpty())) {
        problems.add(new FieldProblem(at + ".numbers", "enter the callers the rule applies to"));
      }
      List<Step> steps = rule.follow() == null ? List.of() : rule.follow();
      for (int s = 0; s < steps.size(); s++) {
        if (steps.get(s).numbers().isEmpty()) {
          problems.add(
              new FieldProblem(at + ".follow[" + s + "].numbers", "enter at least one number"));
        }
      }
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
  }

  private static <T> T or(@Nullable T wanted, T before) {
    return wanted == null ? before : wanted;
  }

  private static @Nullable String text(@Nullable String wanted, @Nullable String before) {
    return wanted == null ? before : wanted.isEmpty() ? null : wanted;
  }
}
