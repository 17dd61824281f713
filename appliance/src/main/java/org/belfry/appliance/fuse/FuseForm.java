package org.belfry.appliance.fuse;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.admin.FuseAdmin.LimitView;
import org.belfry.pbx.admin.FuseAdmin.SaveFuse;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.fuse.CallRates;
import org.belfry.pbx.fuse.FuseChange;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseLimits;
import org.belfry.pbx.fuse.FuseMeasure;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.fuse.NormalHours;
import org.jspecify.annotations.Nullable;

/** The settings of the fuse as people read and write them. */
final class FuseForm {
  private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);
  private static final BigDecimal MONEY_MAX = BigDecimal.valueOf(1_000_000);
  private static final int SCALE_MAX = 20;
  private static final int COUNT_MAX = 1_000_000;
  private static final int LIMITS_MAX = 5000;
  private static final int RATES_MAX = 20_000;
  private static final int TIMES_MAX = 10;
  private static final int NAME_MAX = 64;

  private FuseForm() {}

  static BigDecimal money(long millionths) {
    BigDecimal money = BigDecimal.valueOf(millionths).divide(MILLION).stripTrailingZeros();
    return money.scale() < 2 ? money.setScale(2) : money;
  }

  static FuseSettingsView view(FuseSettings settings) {
    List<LimitView> limits =
        settings.limits().entrySet().stream()
            .map(each -> limit(each.getKey(), each.getValue()))
            .sorted(
                Comparator.comparing(LimitView::scope)
                    .thenComparing(LimitView::name)
                    .thenComparing(LimitView::kind))
            .toList();
    NormalHours normal = settings.normal();
    Map<FuseAdmin.Kind, Integer> floor = new EnumMap<>(FuseAdmin.Kind.class);
    normal.floor().forEach((kind, calls) -> floor.put(kind(kind), calls));
    return new FuseSettingsView(
        settings.enabled(),
        limits,
        settings.cut().stream().map(FuseForm::kind).collect(Collectors.toCollection(TreeSet::new)),
        FuseAdmin.FirstCalls.valueOf(settings.firstCalls().name()),
        normal.enabled(),
        normal.from(),
        normal.to(),
        normal.times(),
        floor);
  }

  private static LimitView limit(FuseKey key, FuseLimits limits) {
    return new LimitView(
        FuseAdmin.Scope.valueOf(key.scope().name()),
        key.name(),
        kind(key.kind()),
        limits.atOnce(),
        limits.callsPerHour(),
        limits.callsPerDay(),
        limits.minutesPerHour(),
        limits.minutesPerDay(),
        money(limits.costPerDay()));
  }

  static FuseAdmin.Kind kind(FuseKind kind) {
    return FuseAdmin.Kind.valueOf(kind.name());
  }

  static FuseKey key(FuseAdmin.Scope scope, String name, FuseAdmin.Kind kind) {
    return new FuseKey(FuseScope.valueOf(scope.name()), name, FuseKind.valueOf(kind.name()));
  }

  /** Settings that were taken before. */
  static FuseSettings settings(FuseSettingsView view, FuseSettings defaults) {
    return taken(
        new SaveFuse(
            view.enabled(),
            view.limits(),
            view.cut(),
            view.firstCalls(),
            view.learned(),
            view.nightFrom(),
            view.nightTo(),
            view.times(),
            view.floor()),
        defaults);
  }

  /**
   * @param base what stays: rates, zone, and limits of everyone that the command does not name
   * @throws InvalidCommand naming the component
   */
  static FuseSettings taken(SaveFuse command, FuseSettings base) {
    List<FieldProblem> problems = new ArrayList<>();
    Map<FuseKey, FuseLimits> limits = new HashMap<>();
    base.limits()
        .forEach((key, its) -> {
          if (key.name().isEmpty()) {
            limits.put(key, its);
          }
        });
    // The record comes from JSON: components may be null whatever their type says.
    @Nullable List<LimitView> given = command.limits();
    if (given == null || given.size() > LIMITS_MAX) {
      problems.add(new FieldProblem("limits", "must be a list of at most " + LIMITS_MAX));
    } else {
      for (int i = 0; i < given.size(); i++) {
        limit("limits[" + i + "]", given.get(i), limits, problems);
      }
    }
    @Nullable Set<FuseAdmin.Kind> cut = command.cut();
    FuseAdmin.@Nullable FirstCalls first = command.firstCalls();
    @Nullable LocalTime from = command.nightFrom();
    @Nullable LocalTime to = command.nightTo();
    @Nullable Map<FuseAdmin.Kind, Integer> floor = command.floor();
    require("cut", cut, problems);
    require("firstCalls", first, problems);
    require("nightFrom", from, problems);
    require("nightTo", to, problems);
    require("floor", floor, problems);
    if (command.times() < 1 || command.times() > TIMES_MAX) {
      problems.add(new FieldProblem("times", "must be between 1 and " + TIMES_MAX));
    }
    Map<FuseKind, Integer> floors = new EnumMap<>(FuseKind.class);
    if (floor != null) {
      floor.forEach((kind, calls) -> {
        if (calls == null || calls < 0 || calls > COUNT_MAX) {
          problems.add(new FieldProblem("floor", "must be between 0 and " + COUNT_MAX));
        } else {
          floors.put(FuseKind.valueOf(kind.name()), calls);
        }
      });
    }
    if (!problems.isEmpty() || cut == null || first == null || from == null || to == null) {
      throw new InvalidCommand(problems);
    }
    return new FuseSettings(
        command.enabled(),
        limits,
        cut.stream().map(kind -> FuseKind.valueOf(kind.name())).collect(Collectors.toSet()),
        FuseSettings.FirstCalls.valueOf(first.name()),
        new NormalHours(command.learned(), from, to, command.times(), floors),
        base.rates(),
        base.zone());
  }

  /** The fields of a command by which the fuse lets more through; each once. */
  static List<String> loosened(SaveFuse command, Set<FuseChange.Looser> looser) {
    return looser.stream()
        .map(each ->
            switch (each) {
              case FuseChange.Looser.Setting(String name) -> name;
              case FuseChange.Looser.Limit(FuseKey key, FuseMeasure measure) ->
                  field(command.limits(), key, measure);
            })
        .distinct()
        .sorted()
        .toList();
  }

  /** Where a limit is in the command; all of them when it is left out. */
  private static String field(List<LimitView> limits, FuseKey key, FuseMeasure measure) {
    for (int i = 0; i < limits.size(); i++) {
      LimitView each = limits.get(i);
      @Nullable String name = each.name();
      if (key(each.scope(), name == null ? "" : name.strip(), each.kind()).equals(key)) {
        return "limits[" + i + "]." + component(measure);
      }
    }
    return "limits";
  }

  private static String component(FuseMeasure measure) {
    return switch (measure) {
      case AT_ONCE -> "atOnce";
      case CALLS_PER_HOUR -> "callsPerHour";
      case CALLS_PER_DAY -> "callsPerDay";
      case MINUTES_PER_HOUR -> "minutesPerHour";
      case MINUTES_PER_DAY -> "minutesPerDay";
      case COST_PER_DAY -> "costPerDay";
      case UNUSUAL_HOUR -> "floor";
    };
  }

  private static void require(String name, @Nullable Object value, List<FieldProblem> problems) {
    if (value == null) {
      problems.add(new FieldProblem(name, "required"));
    }
  }

  private static void limit(
      String at,
      @Nullable LimitView given,
      Map<FuseKey, FuseLimits> limits,
      List<FieldProblem> problems) {
    FuseAdmin.@Nullable Scope scope = given == null ? null : given.scope();
    FuseAdmin.@Nullable Kind kind = given == null ? null : given.kind();
    if (given == null || scope == null || kind == null) {
      problems.add(new FieldProblem(at, "requires a scope and a kind"));
      return;
    }
    @Nullable String its = given.name();
    String name = its == null ? "" : its.strip();
    if (scope == FuseAdmin.Scope.SITE && !name.isEmpty()) {
      problems.add(new FieldProblem(at + ".name", "must be empty for the site"));
    }
    if (name.length() > 2 * NAME_MAX) {
      problems.add(
          new FieldProblem(at + ".name", "must have at most " + 2 * NAME_MAX + " characters"));
    }
    Map<String, ToIntFunction<LimitView>> counts =
        Map.of(
            "atOnce", LimitView::atOnce,
            "callsPerHour", LimitView::callsPerHour,
            "callsPerDay", LimitView::callsPerDay,
            "minutesPerHour", LimitView::minutesPerHour,
            "minutesPerDay", LimitView::minutesPerDay);
    boolean good = true;
    for (Map.Entry<String, ToIntFunction<LimitView>> each : counts.entrySet()) {
      int count = each.getValue().applyAsInt(given);
      if (count < 0 || count > COUNT_MAX) {
        problems.add(
            new FieldProblem(at + "." + each.getKey(), "must be between 0 and " + COUNT_MAX));
        good = false;
      }
    }
    @Nullable BigDecimal money = given.costPerDay();
    BigDecimal cost = money == null ? BigDecimal.ZERO : money;
    // The scale first: 1e-500000000 is a small number that takes the heap to be rounded.
    if (Math.abs((long) cost.scale()) > SCALE_MAX
        || cost.signum() < 0
        || cost.compareTo(MONEY_MAX) > 0) {
      problems.add(new FieldProblem(at + ".costPerDay", "must be between 0 and " + MONEY_MAX));
      good = false;
    }
    if (good) {
      limits.put(
          key(scope, name, kind),
          new FuseLimits(
              given.atOnce(),
              given.callsPerHour(),
              given.callsPerDay(),
              given.minutesPerHour(),
              given.minutesPerDay(),
              millionths(cost)));
    }
  }

  private static long millionths(BigDecimal money) {
    return money.multiply(MILLION).setScale(0, RoundingMode.HALF_UP).longValueExact();
  }

  /**
   * @throws InvalidCommand naming {@code rates}
   */
  static CallRates rates(@Nullable String csv) {
    List<CallRates.Rate> rates = new ArrayList<>();
    List<String> lines = csv == null ? List.of() : csv.lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).strip();
      if (line.isEmpty()) {
        continue;
      }
      CallRates.Rate rate = rate(line);
      if (rate != null) {
        rates.add(rate);
      } else if (i > 0) { // the first line may name the columns
        throw new InvalidCommand(
            "rates", "line " + (i + 1) + " must be like +49900,1.99,Premium numbers");
      }
      if (rates.size() > RATES_MAX) {
        throw new InvalidCommand("rates", "must have at most " + RATES_MAX + " lines");
      }
    }
    return new CallRates(rates);
  }

  private static CallRates.@Nullable Rate rate(String line) {
    String[] cells = line.split(line.indexOf(';') >= 0 ? ";" : ",", 3);
    String prefix = cells[0].strip().replace("\"", "");
    if (cells.length < 2 || !prefix.matches("\\+?[0-9]{1,15}")) {
      return null;
    }
    // A semicolon between cells leaves the comma to the decimals, as spreadsheets in Europe do.
    String price = cells[1].strip().replace("\"", "").replace(',', '.');
    if (!price.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
      return null;
    }
    String name = cells.length < 3 ? "" : cells[2].strip().replace("\"", "");
    return new CallRates.Rate(
        prefix,
        name.length() > NAME_MAX ? name.substring(0, NAME_MAX) : name,
        millionths(new BigDecimal(price)));
  }

  /** For audit: {@code user 1001 premium}. */
  static String shown(FuseKey key) {
    return (key.scope().name() + " " + key.name() + " " + key.kind().name())
        .toLowerCase(Locale.ROOT)
        .replace("  ", " ");
  }
}
