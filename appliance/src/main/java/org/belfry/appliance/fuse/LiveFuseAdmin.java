package org.belfry.appliance.fuse;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.Seniority;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.fuse.BlownFuse;
import org.belfry.pbx.fuse.CallRates;
import org.belfry.pbx.fuse.CountedCall;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseChange;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseMeasure;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.fuse.FuseWords;
import org.belfry.pbx.fuse.HeldCountry;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands about the fuse, given to it as it works. */
@Component
class LiveFuseAdmin implements FuseAdmin {
  private static final long MINUTE = 60_000;
  private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

  private final FraudFuse fuse;
  private final FuseStore store;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;
  private final ObjectProvider<Seniority> seniority;
  private final ReentrantLock one = new ReentrantLock();

  LiveFuseAdmin(
      FraudFuse fuse,
      FuseStore store,
      TransactionTemplate transaction,
      AuditTrail audit,
      ObjectProvider<Seniority> seniority) {
    this.fuse = fuse;
    this.store = store;
    this.transaction = transaction;
    this.audit = audit;
    this.seniority = seniority;
  }

  @Override
  public FuseView fuse() {
    Instant now = Instant.now();
    return new FuseView(
        fuse.settings().enabled(),
        fuse.blown(now).stream().map(LiveFuseAdmin::blown).toList(),
        fuse.held().stream()
            .map(held -> new HeldView(held.country(), held.at(), held.payer(), held.number()))
            .toList(),
        fuse.used(now).stream()
            .map(LiveFuseAdmin::used)
            .sorted(
                Comparator.comparing(UsedView::scope)
                    .reversed()
                    .thenComparing(UsedView::name)
                    .thenComparing(UsedView::kind))
            .toList());
  }

  private static BlownView blown(FraudFuse.Used used) {
    BlownFuse its = java.util.Objects.requireNonNull(used.blown());
    return new BlownView(
        Scope.valueOf(its.key().scope().name()),
        its.key().name(),
        FuseForm.kind(its.key().kind()),
        Measure.valueOf(its.measure().name()),
        its.measure() == FuseMeasure.COST_PER_DAY
            ? FuseForm.money(its.limit())
            : BigDecimal.valueOf(its.limit()),
        its.at(),
        its.number(),
        its.payer(),
        used.refused(),
        FuseWords.sentence(its));
  }

  private static UsedView used(FraudFuse.Used used) {
    return new UsedView(
        Scope.valueOf(used.key().scope().name()),
        used.key().name(),
        FuseForm.kind(used.key().kind()),
        used.atOnce(),
        used.hour().calls(),
        used.day().calls(),
        used.hour().millis() / MINUTE,
        used.day().millis() / MINUTE,
        FuseForm.money(used.day().cost()));
  }

  @Override
  public void release(FuseName name) {
    // The record comes from JSON: components may be null whatever their type says.
    @Nullable Scope scope = name.scope();
    @Nullable Kind kind = name.kind();
    if (scope == null || kind == null) {
      throw new InvalidCommand(scope == null ? "scope" : "kind", "required");
    }
    @Nullable String its = name.name();
    FuseKey key = FuseForm.key(scope, its == null ? "" : its, kind);
    BlownFuse was = fuse.release(key, Instant.now());
    if (was == null) {
      throw new NotFound("fuse", FuseForm.shown(key));
    }
    audit.tell("fraud_fuse", FuseForm.shown(key), new Blown(FuseWords.sentence(was)), null);
  }

  @Override
  public void allow(String country) {
    String code = country.toUpperCase(Locale.ROOT);
    if (!COUNTRIES.contains(code) && !code.equals(CountedCall.NO_COUNTRY)) {
      throw new InvalidCommand("country", "must be a two-letter country code (ISO 3166)");
    }
    HeldCountry held =
        fuse.held().stream().filter(each -> each.country().equals(code)).findFirst().orElse(null);
    if (fuse.allow(code, Instant.now())) {
      audit.tell("fraud_fuse_country", code, null, new Allowed(held == null ? "" : held.number()));
    }
  }

  @Override
  public FuseSettingsView settings() {
    return FuseForm.view(fuse.settings());
  }

  @Override
  public FuseSettingsView replace(SaveFuse command) {
    one.lock();
    try {
      FuseSettings before = fuse.settings();
      FuseSettings next = FuseForm.taken(command, before);
      mayLoosen(FuseForm.loosened(command, FuseChange.looser(before, next)));
      transaction.executeWithoutResult(status -> {
        store.keep(next);
        audit.tell("fraud_fuse_settings", "", FuseForm.view(before), FuseForm.view(next));
      });
      fuse.set(next);
      return FuseForm.view(next);
    } finally {
      one.unlock();
    }
  }

  /** Or a stolen administrator's account would first switch off what stops it. */
  private void mayLoosen(List<String> fields) {
    if (!fields.isEmpty() && !seniority.stream().allMatch(Seniority::owns)) {
      throw new InvalidCommand(
          fields.stream()
              .map(field -> new FieldProblem(field, "only an owner can change this setting"))
              .toList());
    }
  }

  @Override
  public List<RateView> rates() {
    return fuse.settings().rates().rates().stream()
        .map(rate -> new RateView(rate.prefix(), FuseForm.money(rate.perMinute()), rate.name()))
        .toList();
  }

  @Override
  public int replaceRates(String csv) {
    CallRates rates = FuseForm.rates(csv);
    mayLoosen(List.of("rates")); // limits of cost are as good as the rates
    one.lock();
    try {
      int before = fuse.settings().rates().rates().size();
      transaction.executeWithoutResult(status -> {
        store.keep(rates);
        audit.tell("fraud_fuse_rates", "", new Rates(before), new Rates(rates.rates().size()));
      });
      fuse.set(fuse.settings().with(rates));
    } finally {
      one.unlock();
    }
    return rates.rates().size();
  }

  /** What the audit log tells of a release. */
  private record Blown(String reason) {}

  /** What it tells of a country: the number that was tried. */
  private record Allowed(String tried) {}

  /** What it tells of rates. */
  private record Rates(int lines) {}
}
