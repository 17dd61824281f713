package org.belfry.webui.fake;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.BackupAdmin;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.admin.ExportAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;

/** Backups in memory. Those elsewhere have the passphrase {@code right-passphrase}. */
public final class FakeBackups implements BackupAdmin, ExportAdmin {
  public static final String PASSPHRASE = "right-passphrase";

  private final List<RunView> runs = new ArrayList<>();
  private final List<Restore> restored = new ArrayList<>();
  private @Nullable SetBackup set;

  public void clear() {
    runs.clear();
    restored.clear();
    set = null;
  }

  public List<Restore> restored() {
    return List.copyOf(restored);
  }

  /** A night has passed. */
  public void happened() {
    set =
        new SetBackup(
            new Place(
                PlaceKind.LOCAL, "/mnt/disk/belfry", null, null, null, null, null, null, null),
            Scope.WHOLE,
            "02:30",
            7,
            4,
            12,
            null,
            null);
    runs.add(
        run(2, RunKind.PROOF, "412 files, 36 tables with 18230 rows, 512.3 MB: all as they were"));
    runs.add(run(1, RunKind.BACKUP, "412 files and 36 tables were backed up"));
  }

  private static RunView run(long id, RunKind kind, String sentence) {
    Instant at = Instant.now().minus(Duration.ofHours(7)).plusSeconds(60 * id);
    return new RunView(
        id, kind, Scope.WHOLE, at, at.plusSeconds(40), Outcome.GOOD, sentence, "ab12", 412, 5, 18);
  }

  @Override
  public BackupView backup() {
    SetBackup now = set;
    return new BackupView(
        now == null ? null : now.place(),
        now == null || now.scope() == null ? Scope.WHOLE : now.scope(),
        now == null || now.at() == null ? "02:30" : now.at(),
        7,
        4,
        12,
        "/var/lib/belfry/backup/repository",
        "ssh-ed25519 AAAAC3Nza belfry-backup",
        List.of(),
        null,
        newest(RunKind.BACKUP),
        newest(RunKind.PROOF),
        now == null ? null : Instant.now().plus(Duration.ofHours(10)),
        null);
  }

  private @Nullable RunView newest(RunKind kind) {
    return runs.stream().filter(run -> run.kind() == kind).findFirst().orElse(null);
  }

  @Override
  public @Nullable String set(SetBackup command) {
    if (command.place() != null
        && command.place().kind() == PlaceKind.SFTP
        && command.place().host() == null) {
      throw new InvalidCommand("place.host", "must be a host name");
    }
    boolean first = set == null;
    set = command;
    return first ? "abcde-fghjk" : null;
  }

  @Override
  public void forget() {
    set = null;
  }

  @Override
  public List<RunView> runs() {
    return List.copyOf(runs);
  }

  @Override
  public void make() {
    runs.addFirst(run(runs.size() + 1L, RunKind.BACKUP, "412 files and 36 tables were backed up"));
  }

  @Override
  public void prove() {
    runs.addFirst(run(runs.size() + 1L, RunKind.PROOF, "all as they were"));
  }

  @Override
  public List<SnapshotView> snapshots(@Nullable Place place, @Nullable String passphrase) {
    if (!PASSPHRASE.equals(passphrase)) {
      throw new InvalidCommand("passphrase", "the passphrase is not that of the backups there");
    }
    return List.of(
        new SnapshotView("ab12", Instant.parse("2026-11-20T02:30:00Z"), Scope.WHOLE, "old-pbx"));
  }

  @Override
  public void restore(Restore command) {
    restored.add(command);
  }

  @Override
  public void users(OutputStream out) throws IOException {
    out.write("extension,name,email\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void phones(OutputStream out) throws IOException {
    out.write("id,mac\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void calls(OutputStream out) throws IOException {
    out.write("id\r\n".getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void calls(OutputStream out, CallHistory.Filter filter) throws IOException {
    out.write((filter.party() + "," + filter.answered() + "\r\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void voicemail(OutputStream out) throws IOException {
    out.write(new byte[] {'P', 'K'});
  }
}
