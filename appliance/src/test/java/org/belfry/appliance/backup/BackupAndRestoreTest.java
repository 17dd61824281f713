package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.belfry.pbx.admin.BackupAdmin.SnapshotView;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** Backups and the way back, with Debian's restic and a private MariaDB. */
@Tag("database")
@Timeout(180)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupAndRestoreTest {
  private Path directory;
  private BackupTrial trial;
  private Path repository;
  private Restic restic;
  private BackupMaker.Made made;

  @TempDir Path scratch;

  @BeforeAll
  void aBackupIsMade() throws Exception {
    directory = Files.createTempDirectory("belfry-b");
    trial = new BackupTrial(directory.resolve("d"));
    repository = directory.resolve("r");
    restic = trial.restic(repository);
    made = trial.make(restic);
  }

  @AfterAll
  void end() throws Exception {
    trial.close();
    FileSystemUtils.deleteRecursively(directory);
  }

  @Test
  void whatComesOutIsWhatWentIn() throws Exception {
    Manifest manifest = made.manifest();
    assertThat(manifest.tables().get("setting").rows()).isGreaterThanOrEqualTo(200);
    assertThat(manifest.tables().values()).allMatch(Manifest.TablePrint::steady);
    assertThat(manifest.files().keySet()).contains("secret.key", "voicemail/1/messages/7.wav");
    restic.check();

    Unpacking unpacking = Unpacking.of(restic, made.snapshot());
    assertThat(unpacking.manifest()).isEqualTo(manifest);
    unpacking.into(Files.createDirectories(scratch.resolve("u")), manifest.files());
    assertThat(scratch.resolve("u/voicemail/1/messages/7.wav"))
        .hasSameBinaryContentAs(trial.data.resolve("voicemail/1/messages/7.wav"));
    assertThat(scratch.resolve("u/database/data/belfry")).isDirectory();
    assertThat(scratch.resolve("u/" + Passphrase.NAME)).doesNotExist();
    assertThat(trial.work.resolve("stage")).doesNotExist();
  }

  @Test
  void ofManyFilesSomeAreTakenByChance() throws Exception {
    Unpacking unpacking = Unpacking.of(restic, made.snapshot());
    SortedMap<String, FilePrint> some = unpacking.sample(200_000, new Random(1));
    assertThat(some).hasSizeBetween(2, 6).containsKey("secret.key");
    unpacking.into(Files.createDirectories(scratch.resolve("u")), some);
    assertThat(Unpacking.sentence(unpacking.manifest(), some)).contains(" of 21 files");
  }

  @Test
  void settingsAreWithoutWhatHasHappened() throws Exception {
    trial.jdbc.update(
        "insert into audit_entry(at, who, action, kind, name, differences)"
            + " values(now(3), 'a', 'CREATED', 'user', 'x', '[]')");
    Path elsewhere = scratch.resolve("settings");
    Restic other = trial.restic(elsewhere);
    other.open();
    BackupMaker.Made small = trial.maker().make(other, Scope.SETTINGS, Instant.now());
    assertThat(small.manifest().files().keySet()).containsExactly("secret.key");
    assertThat(small.manifest().tables().get("audit_entry").rows()).isZero();
    Unpacking.of(other, small.snapshot())
        .into(Files.createDirectories(scratch.resolve("u")), small.manifest().files());
    assertThat(other.snapshots()).extracting(SnapshotView::scope).containsExactly(Scope.SETTINGS);
  }

  @Test
  void everyTableOfHistoryExists() {
    assertThat(trial.jdbc.queryForList("show tables", String.class)).containsAll(Tables.HISTORY);
  }

  @Test
  void aWrongPassphraseIsRefused() throws Exception {
    Path wrong = scratch.resolve("wrong");
    Passphrase.write(wrong, "another-passphrase");
    Restic other = new Restic(BackupTrial.local(repository), trial.work, wrong);
    assertThatThrownBy(other::open).hasMessage(ResticComplaint.WRONG_PASSPHRASE);
    assertThatThrownBy(other::snapshots).hasMessage(ResticComplaint.WRONG_PASSPHRASE);
  }

  @Test
  void aPlaceWithoutBackupsIsSaidToBeOne() throws Exception {
    assertThatThrownBy(trial.restic(scratch.resolve("nowhere"))::snapshots)
        .hasMessage(ResticComplaint.NOTHING_THERE);
  }

  @Test
  void aTamperedRepositoryIsFoundOutAndChangesNothing() throws Exception {
    Path copy = scratch.resolve("r");
    FileSystemUtils.copyRecursively(repository, copy);
    List<Path> packs;
    try (Stream<Path> files = Files.walk(copy.resolve("data"))) {
      packs = files.filter(Files::isRegularFile).toList();
    }
    for (Path pack : packs) {
      byte[] bytes = Files.readAllBytes(pack);
      for (int i = bytes.length / 4; i < bytes.length / 4 + 64 && i < bytes.length; i++) {
        bytes[i] ^= 0x55;
      }
      assertThat(pack.toFile().setWritable(true)).isTrue();
      Files.write(pack, bytes);
    }
    Path fresh = Files.createDirectories(scratch.resolve("fresh"));
    List<String> said = new ArrayList<>();
    assertThat(restore(fresh, copy, BackupTrial.PASSPHRASE, said)).isEqualTo(1);
    assertThat(said.getLast()).startsWith("Nothing was restored: ").contains("damaged");
    assertThat(fresh.resolve("restore/ready")).doesNotExist();
  }

  @Test
  void aBackupOfANewerVersionIsRefused() throws Exception {
    Path elsewhere = scratch.resolve("newer");
    Restic other = trial.restic(elsewhere);
    other.open();
    Manifest it = made.manifest();
    Manifest newer =
        new Manifest(
            it.format(),
            "9.9.9",
            9999,
            it.server(),
            it.madeAt(),
            it.scope(),
            it.tables(),
            it.files());
    Path stage = Files.createDirectories(scratch.resolve("stage"));
    Files.writeString(stage.resolve(Manifest.NAME), newer.toJson());
    other.backup(stage, Scope.WHOLE);
    assertThatThrownBy(
            () -> new Restorer(Files.createDirectories(scratch.resolve("n")), other).look("latest"))
        .hasMessageContaining("newer Belfry (9.9.9, schema 9999");
  }

  @Test
  void aManifestThatLeavesItsDirectoryIsRefused() {
    Manifest it = made.manifest();
    for (String name : List.of("../x", "/etc/passwd", "a/../../x")) {
      Manifest evil =
          new Manifest(
              it.format(),
              it.version(),
              it.schema(),
              it.server(),
              it.madeAt(),
              it.scope(),
              it.tables(),
              new TreeMap<>(Map.of(name, new FilePrint(1, "ab", 1))));
      assertThatThrownBy(() -> Manifest.read(evil.toJson().getBytes(StandardCharsets.UTF_8)))
          .as(name)
          .hasMessageStartingWith(ResticComplaint.DAMAGED);
    }
  }

  @Test
  void whatNeedNotBeKeptIsForgotten() throws Exception {
    Path elsewhere = scratch.resolve("many");
    Restic other = trial.restic(elsewhere);
    other.open();
    Path stage = Files.createDirectories(scratch.resolve("stage"));
    for (int i = 0; i < 3; i++) {
      Files.writeString(stage.resolve("file"), "content " + i);
      other.backup(stage, Scope.WHOLE);
    }
    other.backup(stage, Scope.SETTINGS);
    other.forget(Scope.WHOLE, 1, 0, 0);
    assertThat(other.snapshots())
        .extracting(SnapshotView::scope)
        .containsExactly(Scope.SETTINGS, Scope.WHOLE);
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    assumeThat(System.getProperty("user.name")).isEqualTo("root");
    Path small = Files.createDirectories(scratch.resolve("small"));
    assumeThat(run("mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", small.toString())).isZero();
    try {
      Restic other = trial.restic(small.resolve("r"));
      other.open();
      assertThatThrownBy(() -> trial.maker().make(other, Scope.WHOLE, Instant.now()))
          .hasMessage(ResticComplaint.DISK_FULL);
      FileSystemUtils.deleteRecursively(small.resolve("r"));
      List<String> said = new ArrayList<>();
      Path fresh = Files.createDirectories(small.resolve("d"));
      assertThat(restore(fresh, repository, BackupTrial.PASSPHRASE, said)).isEqualTo(1);
      assertThat(said.getLast()).contains("full");
    } finally {
      run("umount", small.toString());
    }
  }

  @Test
  void aBackupThatIsKilledIsNoneAndTheNextOneIsGood() throws Exception {
    Path elsewhere = scratch.resolve("killed");
    Restic other = trial.restic(elsewhere);
    other.open();
    String socket = trial.data.resolve("database/socket").toString();
    Path stage = trial.work.resolve("stage");
    List<BooleanSupplier> moments =
        List.of(
            () -> Files.exists(stage.resolve(Manifest.FILES)),
            () -> Files.exists(stage.resolve(Manifest.DUMP)),
            () -> !isEmpty(elsewhere.resolve("locks")));
    for (BooleanSupplier moment : moments) {
      killAt(
          BackupProcess.start("backup", trial.data.toString(), elsewhere.toString(), socket),
          moment);
    }
    BackupMaker.Made good = trial.make(other);
    Unpacking.of(other, good.snapshot())
        .into(Files.createDirectories(scratch.resolve("u")), good.manifest().files());
    other.check();
  }

  @Test
  void aRestoreThatIsKilledLeavesTheOldStateUntilOneIsReady() throws Exception {
    Path fresh = Files.createDirectories(scratch.resolve("k"));
    Files.writeString(fresh.resolve("secret.key"), "old");
    Path coming = fresh.resolve("restore/new");
    List<BooleanSupplier> moments =
        List.of(
            () -> Files.exists(coming),
            () -> Files.exists(coming.resolve("unpacked").resolve(Manifest.DUMP)),
            () -> Files.exists(coming.resolve("database/data/mysql")));
    for (BooleanSupplier moment : moments) {
      killAt(BackupProcess.start("restore", fresh.toString(), repository.toString()), moment);
      assertThat(fresh.resolve("restore/ready")).doesNotExist();
      assertThat(fresh.resolve("secret.key")).hasContent("old");
    }
    List<String> said = new ArrayList<>();
    assertThat(restore(fresh, repository, BackupTrial.PASSPHRASE, said)).as("" + said).isZero();
    assertThat(fresh.resolve("restore/ready")).exists();
    assertThat(coming.resolve("voicemail/1/messages/7.wav")).exists();
    assertThat(fresh.resolve("secret.key")).hasContent("old");
  }

  @Test
  void whatIsKeptAtAnSftpServerComesBack() throws Exception {
    assumeThat(Path.of("/usr/sbin/sshd")).exists();
    try (SftpServer server = SftpServer.start(scratch.resolve("sshd"), SshKey.line(trial.work))) {
      Restic other =
          new Restic(server.place(scratch.resolve("remote")), trial.work, trial.passphrase);
      BackupMaker.Made there = trial.make(other);
      assertThat(other.snapshots()).hasSize(1);
      Unpacking.of(other, there.snapshot())
          .into(Files.createDirectories(scratch.resolve("u")), there.manifest().files());
      server.changesItsKey();
      assertThatThrownBy(other::snapshots).hasMessageContaining("another key than the first time");
    }
  }

  @Test
  void anSftpServerMustShowTheKeyThatSomebodyHasNamed() throws Exception {
    assumeThat(Path.of("/usr/sbin/sshd")).exists();
    try (SftpServer server = SftpServer.start(scratch.resolve("sshd"), SshKey.line(trial.work))) {
      Place place = server.place(scratch.resolve("remote"));
      Path home = Files.createDirectories(scratch.resolve("pinned"));
      HostKeys keys = new HostKeys(home);
      String wrong = "SHA256:" + "A".repeat(43);
      assertThatThrownBy(() -> keys.pin(place, wrong))
          .isInstanceOf(BackupProblem.class)
          .hasMessageContaining("the server shows " + server.fingerprint());
      assertThat(keys.of(place)).isEmpty();

      keys.pin(place, server.fingerprint());
      assertThat(keys.of(place)).containsExactly(server.fingerprint());
      String before = server.fingerprint();
      server.changesItsKey();
      assertThatThrownBy(() -> keys.pin(place, before)).isInstanceOf(BackupProblem.class);
      keys.pin(place, server.fingerprint());
      assertThat(keys.of(place)).containsExactly(server.fingerprint()).doesNotContain(before);
    }
  }

  @Test
  void aServerThatIsKnownMayNotShowAKeyOfAnotherType() throws Exception {
    assumeThat(Path.of("/usr/sbin/sshd")).exists();
    try (SftpServer server = SftpServer.start(scratch.resolve("sshd"), SshKey.line(trial.work))) {
      Place place = server.place(scratch.resolve("remote"));
      trial.make(new Restic(place, trial.work, trial.passphrase));
      assertThat(new HostKeys(trial.work).of(place)).containsExactly(server.fingerprint());
      server.changesItsKeyTo("rsa");
      Restic other = new Restic(place, trial.work, trial.passphrase);
      assertThatThrownBy(other::snapshots).hasMessageContaining("another key than the first time");
    }
  }

  @Test
  void whatIsKeptByS3ComesBackAndOldBackupsGo() throws Exception {
    try (S3Server server = S3Server.start(scratch.resolve("s3"))) {
      Restic other = new Restic(server.place("office/belfry"), trial.work, trial.passphrase);
      trial.make(other);
      BackupMaker.Made last = trial.make(other);
      assertThat(other.snapshots()).hasSize(2);
      other.forget(Scope.WHOLE, 1, 0, 0);
      assertThat(other.snapshots())
          .singleElement()
          .satisfies(kept -> assertThat(kept.id()).startsWith(last.snapshot()));
      other.check();
      Unpacking.of(other, last.snapshot())
          .into(Files.createDirectories(scratch.resolve("u")), last.manifest().files());
      Path wrong = Files.writeString(scratch.resolve("wrong"), "another passphrase");
      assertThatThrownBy(new Restic(server.place("office/belfry"), trial.work, wrong)::snapshots)
          .hasMessageContaining("passphrase");
    }
  }

  /** Waits for the moment, or for the end of the process when that was faster. */
  private static void killAt(Process process, BooleanSupplier moment) {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (process.isAlive() && !moment.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(deadline);
      LockSupport.parkNanos(2_000_000L);
    }
    BackupProcess.kill(process);
  }

  private static boolean isEmpty(Path directory) {
    String[] names = directory.toFile().list();
    return names == null || names.length == 0;
  }

  private int restore(Path data, Path from, String passphrase, List<String> said) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    int code =
        new RestoreCommand(Map.of("BELFRY_BACKUP_PASSPHRASE", passphrase), both, both)
            .run(List.of("--data", data.toString(), "--from", from.toString()));
    said.addAll(out.toString(StandardCharsets.UTF_8).strip().lines().toList());
    return code;
  }

  private static int run(String... command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    assertThat(process.waitFor(Duration.ofSeconds(20).toMillis(), TimeUnit.MILLISECONDS)).isTrue();
    return process.exitValue();
  }
}
