package org.belfry.appliance.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.backup.Manifest.TablePrint;
import org.belfry.appliance.system.ScratchDatabase;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.util.FileSystemUtils;

/**
 * A backup that an attacker has put together, with a manifest that fits: restored by whoever may
 * call {@code POST /api/v1/backups/restore} with a place and a passphrase of their own.
 */
@Tag("database")
@Timeout(180)
class HostileBackupTest {
  private Path directory;
  private Path stage;
  private Path data;
  private Restic restic;
  private final SortedMap<String, FilePrint> files = new TreeMap<>();

  @BeforeEach
  void anEmptyPlace() throws Exception {
    directory = Files.createTempDirectory("belfry-h");
    stage = Files.createDirectories(directory.resolve("s"));
    Files.createDirectories(stage.resolve(Manifest.FILES));
    data = Files.createDirectories(directory.resolve("d"));
    Path work = Files.createDirectories(data.resolve("backup"));
    Path passphrase = directory.resolve("p");
    Passphrase.write(passphrase, BackupTrial.PASSPHRASE);
    restic = new Restic(BackupTrial.local(directory.resolve("r")), work, passphrase);
    restic.open();
  }

  @AfterEach
  void end() throws IOException {
    FileSystemUtils.deleteRecursively(directory);
  }

  @Test
  void aDumpRunsNoProgram() throws Exception {
    Path made = directory.resolve("run");
    unpack("create table t(a int);\n\\! touch " + made + "\n");
    assertThat(made).as("a file that a shell of ours has made").doesNotExist();
  }

  @Test
  void aDumpWritesNoFile() throws Exception {
    Path made = directory.resolve("written");
    unpack("create table t(a int);\nselect 'x' into dumpfile '" + made + "';\n");
    assertThat(made).as("a file that the database has written").doesNotExist();
  }

  @Test
  void aDumpReadsNoFile() throws Exception {
    Path secret = directory.resolve("secret");
    Files.writeString(secret, "hidden");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Path said = directory.resolve("said");
    unpack(
        "create table t(a text);\ninsert into t values(load_file('"
            + secret
            + "'));\nselect a from t into dumpfile '"
            + said
            + "';\n");
    assertThat(Files.exists(said) ? Files.readString(said) : "").isNotEqualTo("hidden");
  }

  /** Spring reads it in the working directory, which is the data directory. */
  @Test
  void aRestoreBringsNoConfiguration() throws Exception {
    put("application.properties", "server.port=1\nlogging.config=file:/var/lib/belfry/x.xml\n");
    put("config/application.properties", "management.endpoints.web.exposure.include=*\n");
    assertThat(restored()).doesNotContain("application.properties", "config");
  }

  /** Mails of the past are not sent again, least of all with a file of the attacker's choice. */
  @Test
  void aMailOfADumpTakesNoFileAlong() throws Exception {
    Path into =
        unpack(
            "create table mail_outbox(id int primary key, attachment varchar(500));\n"
                + "insert into mail_outbox values(1, '/etc/passwd');\n",
            Map.of("mail_outbox", new TablePrint(1, 0, false)));
    try (ScratchDatabase restored = ScratchDatabase.in(into.resolve("database"));
        Connection connection = restored.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from mail_outbox")) {
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).as("mails that wait after a restore").isZero();
    }
  }

  @Test
  void aTableOfADumpIsATableWhateverItsName() throws Exception {
    Path into = Files.createDirectories(directory.resolve("u"));
    Unpacking unpacking = Unpacking.of(restic, backup("create table `a`` b`(a int);\n", Map.of()));
    assertThatCode(() -> unpacking.into(into, unpacking.manifest().files()))
        .doesNotThrowAnyException();
  }

  private void put(String name, String text) throws Exception {
    Path file = stage.resolve(Manifest.FILES).resolve(name);
    Files.createDirectories(file.getParent());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Files.write(file, bytes);
    String hash = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    files.put(name, new FilePrint(bytes.length, hash, Files.getLastModifiedTime(file).toMillis()));
  }

  private String backup(String dump) throws Exception {
    return backup(dump, Map.of());
  }

  private String backup(String dump, Map<String, TablePrint> tables) throws Exception {
    Files.writeString(stage.resolve(Manifest.DUMP), dump);
    Manifest manifest =
        new Manifest(
            Manifest.FORMAT,
            "0.1.0",
            1,
            "another",
            Instant.now(),
            Scope.WHOLE,
            new TreeMap<>(tables),
            files);
    Files.writeString(stage.resolve(Manifest.NAME), manifest.toJson());
    return restic.backup(stage, Scope.WHOLE);
  }

  /** Whether it is refused in the end is all the same: by then it has happened. */
  private Path unpack(String dump) throws Exception {
    return unpack(dump, Map.of());
  }

  private Path unpack(String dump, Map<String, TablePrint> tables) throws Exception {
    Unpacking unpacking = Unpacking.of(restic, backup(dump, tables));
    Path into = Files.createDirectories(directory.resolve("u"));
    try {
      unpacking.into(into, unpacking.manifest().files());
    } catch (BackupProblem refused) {
      assertThat(refused.sentence()).isNotBlank();
    }
    return into;
  }

  /** What would be moved into the data directory at the next start. */
  private List<String> restored() throws Exception {
    String snapshot = backup("select 1;\n");
    Restorer restorer = new Restorer(data, restic);
    try {
      restorer.restore(restorer.look(snapshot), Instant.now());
    } catch (BackupProblem refused) {
      return List.of();
    }
    try (var entries = Files.list(data.resolve("restore/new"))) {
      return entries.map(each -> String.valueOf(each.getFileName())).toList();
    }
  }
}
