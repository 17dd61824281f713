package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.BackupAdmin.SetBackup;
import org.belfry.pbx.admin.InvalidCommand;
import org.junit.jupiter.api.Test;

class BackupPlanTest {
  private static final Path DATA = Path.of("/var/lib/belfry");
  private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

  private static BackupPlan plan(Place place, BackupPlan before) {
    return BackupPlan.of(
        new SetBackup(place, null, null, null, null, null, null, null), before, DATA, NOW);
  }

  private static List<String> refused(Place place) {
    try {
      plan(place, null);
      return List.of();
    } catch (InvalidCommand e) {
      return e.problems().stream().map(InvalidCommand.FieldProblem::field).toList();
    }
  }

  private static Place local(String path) {
    return new Place(PlaceKind.LOCAL, path, null, null, null, null, null, null, null);
  }

  private static Place sftp(String host, String user, String path) {
    return new Place(PlaceKind.SFTP, path, host, null, user, null, null, null, null);
  }

  private static Place s3(String url, String secret) {
    return new Place(PlaceKind.S3, null, null, null, null, url, null, "AKIA", secret);
  }

  @Test
  void aPlaceOnThisMachineHasAUsualPath() {
    BackupPlan plan = plan(local(null), null);
    assertThat(plan.place().path()).isEqualTo("/var/lib/belfry/backup/repository");
    assertThat(plan.scope()).isEqualTo(Scope.WHOLE);
    assertThat(plan.at()).hasToString("02:30");
    assertThat(plan.daily()).isEqualTo(7);
  }

  @Test
  void aBackupMustNotBackUpItself() {
    assertThat(refused(local("/var/lib/belfry/voicemail/x"))).containsExactly("place.path");
    assertThat(refused(local("/var/lib/belfry/backup/../tls"))).containsExactly("place.path");
    assertThat(refused(local("relative"))).containsExactly("place.path");
  }

  @Test
  void nothingCanBeSlippedIntoTheCommandOfSsh() {
    assertThat(refused(sftp("nas -oProxyCommand=x", "belfry", "/backup")))
        .containsExactly("place.host");
    assertThat(refused(sftp("nas", "-oProxyCommand=x", "/a b")))
        .containsExactly("place.user", "place.path");
    assertThat(refused(sftp("nas.example.com", "belfry", "/volume1/backup"))).isEmpty();
  }

  @Test
  void theSecretKeyStaysWhenItIsLeftOut() {
    BackupPlan first = plan(s3("https://s3.example.com/bucket/belfry", "s3cret"), null);
    BackupPlan again = plan(s3("https://s3.example.com/bucket/belfry", null), first);
    assertThat(again.place().secret()).isEqualTo("s3cret");
    assertThat(again.since()).isEqualTo(first.since());
    assertThat(again.shown().secret()).isNull();
    assertThat(again.place().toString()).doesNotContain("s3cret");
    assertThat(refused(s3("https://s3.example.com/bucket/belfry", null)))
        .containsExactly("place.secret");
  }

  @Test
  void whatCannotBeKeptIsNamed() {
    assertThatThrownBy(() ->
            BackupPlan.of(
                new SetBackup(local(null), null, "25:00", 0, 1000, -1, null, null),
                null,
                DATA,
                NOW))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e ->
                assertThat(e.problems())
                    .extracting(InvalidCommand.FieldProblem::field)
                    .containsExactly("at", "daily", "weekly", "monthly"));
  }
}
