package org.belfry.appliance.fuse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.belfry.pbx.admin.FuseAdmin.FirstCalls;
import org.belfry.pbx.admin.FuseAdmin.FuseSettingsView;
import org.belfry.pbx.admin.FuseAdmin.Kind;
import org.belfry.pbx.admin.FuseAdmin.LimitView;
import org.belfry.pbx.admin.FuseAdmin.SaveFuse;
import org.belfry.pbx.admin.FuseAdmin.Scope;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.fuse.CallRates;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseLimits;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FuseFormTest {
  private static final FuseSettings DEFAULTS = FuseSettings.defaults(ZoneId.of("Europe/Berlin"));

  @Test
  void ratesComeFromSpreadsheetsOfAnyCountry() {
    assertThat(FuseForm.rates("prefix,price,name\n+49900,1.99,\"Premium\"\n\n+1,0.01\n").rates())
        .containsExactly(
            new CallRates.Rate("+1", "", 10_000),
            new CallRates.Rate("+49900", "Premium", 1_990_000));
    assertThat(FuseForm.rates("Vorwahl;Preis;Name\r\n+371;0,0149;Lettland\r\n").rates())
        .containsExactly(new CallRates.Rate("+371", "Lettland", 14_900));
  }

  @Test
  void aLineThatIsNoRateIsNamed() {
    assertThatThrownBy(() -> FuseForm.rates("+49,0.01\n+43,cheap"))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e ->
                assertThat(e.problems())
                    .containsExactly(
                        new FieldProblem(
                            "rates", "line 2 must be like +49900,1.99,Premium numbers")));
  }

  @Test
  void settingsComeBackAsTheyWereWritten() {
    FuseSettings changed =
        DEFAULTS
            .with(
                new FuseKey(FuseScope.USER, "1001", FuseKind.PREMIUM),
                new FuseLimits(1, 2, 3, 4, 5, 6_500_000))
            .cutting(Set.of());
    FuseSettingsView view = FuseForm.view(changed);
    assertThat(view.limits())
        .contains(
            new LimitView(Scope.USER, "1001", Kind.PREMIUM, 1, 2, 3, 4, 5, new BigDecimal("6.50")));
    assertThat(FuseForm.settings(view, DEFAULTS)).isEqualTo(changed);
  }

  @Test
  void limitsOfEveryoneThatAreLeftOutStayAndOthersGo() {
    FuseSettings before =
        DEFAULTS.with(new FuseKey(FuseScope.USER, "1001", FuseKind.PREMIUM), FuseLimits.NONE);
    FuseSettings after = FuseForm.taken(save(List.of(), 2), before);
    assertThat(after.limits()).isEqualTo(FuseSettings.LIMITS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1e-500000000", "1e-2147483647", "1e600000000", "0e-2147483647", "0e2000000000"})
  @Timeout(5)
  void costsThatNobodyWritesAreRefusedUnrounded(String cost) {
    LimitView wrong =
        new LimitView(Scope.SITE, "", Kind.PREMIUM, 0, 0, 0, 0, 0, new BigDecimal(cost));
    assertThatThrownBy(() -> FuseForm.taken(save(List.of(wrong), 2), DEFAULTS))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e ->
                assertThat(e.problems())
                    .extracting(FieldProblem::field)
                    .containsExactly("limits[0].costPerDay"));
  }

  @Test
  void everythingThatCannotBeTakenIsNamedAtOnce() {
    LimitView wrong =
        new LimitView(Scope.SITE, "1001", Kind.PREMIUM, -1, 0, 0, 0, 0, new BigDecimal("-0.01"));
    assertThatThrownBy(() -> FuseForm.taken(save(List.of(wrong), 0), DEFAULTS))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e ->
                assertThat(e.problems())
                    .extracting(FieldProblem::field)
                    .containsExactlyInAnyOrder(
                        "limits[0].name", "limits[0].atOnce", "limits[0].costPerDay", "times"));
  }

  private static SaveFuse save(List<LimitView> limits, int times) {
    return new SaveFuse(
        true,
        limits,
        Set.of(Kind.PREMIUM),
        FirstCalls.PASS,
        true,
        LocalTime.of(20, 0),
        LocalTime.of(6, 0),
        times,
        Map.of());
  }
}
