package org.belfry.appliance.backup;

import java.time.Instant;
import java.time.LocalTime;
import java.util.Base64;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** The plan of backups as it is kept: the secret key is sealed (ADR 6). */
@Component
class KeptPlan {
  private static final String SETTING = "backup.plan";
  private static final JsonMapper JSON = new JsonMapper();

  private final Settings settings;
  private final PasswordVault vault;
  private final AuditTrail audit;
  private volatile @Nullable BackupPlan plan;

  private record Kept(
      Place place,
      @Nullable String sealedSecret,
      Scope scope,
      String at,
      int daily,
      int weekly,
      int monthly,
      Instant since) {}

  KeptPlan(Settings settings, PasswordVault vault, AuditTrail audit) {
    this.settings = settings;
    this.vault = vault;
    this.audit = audit;
    this.plan = settings.get(SETTING).map(this::read).orElse(null);
  }

  /** Null when none is set. */
  @Nullable BackupPlan plan() {
    return plan;
  }

  void set(@Nullable BackupPlan next) {
    BackupPlan before = plan;
    if (next == null) {
      settings.remove(SETTING);
    } else {
      settings.set(SETTING, JSON.writeValueAsString(kept(next)));
    }
    audit.tell(
        "backup", "", before == null ? null : kept(before), next == null ? null : kept(next));
    plan = next;
  }

  private Kept kept(BackupPlan it) {
    String secret = it.place().secret();
    return new Kept(
        it.shown(),
        secret == null ? null : Base64.getEncoder().encodeToString(vault.seal(secret)),
        it.scope(),
        it.at().toString(),
        it.daily(),
        it.weekly(),
        it.monthly(),
        it.since());
  }

  private BackupPlan read(String text) {
    Kept kept = JSON.readValue(text, Kept.class);
    Place p = kept.place();
    String secret =
        kept.sealedSecret() == null
            ? null
            : vault.open(Base64.getDecoder().decode(kept.sealedSecret()));
    return new BackupPlan(
        new Place(
            p.kind(),
            p.path(),
            p.host(),
            p.port(),
            p.user(),
            p.url(),
            p.region(),
            p.keyId(),
            secret),
        kept.scope(),
        LocalTime.parse(kept.at()),
        kept.daily(),
        kept.weekly(),
        kept.monthly(),
        kept.since());
  }
}
