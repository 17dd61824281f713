package org.belfry.appliance.backup;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import javax.sql.DataSource;
import org.belfry.appliance.system.TestDatabase;
import org.belfry.pbx.admin.BackupAdmin.Place;
import org.belfry.pbx.admin.BackupAdmin.PlaceKind;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A data directory with a database and some files, and what backs it up: no appliance around it.
 */
final class BackupTrial implements AutoCloseable {
  static final String PASSPHRASE = "a-passphrase-of-tests";

  final Path data;
  final Path work;
  final Path passphrase;
  final JdbcTemplate jdbc;
  private final DataSource pool;
  private final TestDatabase database;

  BackupTrial(Path data) throws Exception {
    this.data = data;
    this.work = data.resolve("backup");
    this.passphrase = data.resolve(Passphrase.NAME);
    this.database = TestDatabase.in(data);
    this.pool = database.migrated();
    this.jdbc = new JdbcTemplate(pool);
    Files.createDirectories(work);
    Passphrase.write(passphrase, PASSPHRASE);
    Files.write(data.resolve("secret.key"), new byte[32]);
    Random random = new Random(7);
    for (int i = 0; i < 20; i++) {
      byte[] sound = new byte[50_000];
      random.nextBytes(sound);
      Path file = data.resolve("voicemail/1/messages/" + i + ".wav");
      Files.createDirectories(file.getParent());
      Files.write(file, sound);
    }
    for (int i = 0; i < 200; i++) {
      jdbc.update(
          "insert into setting(name, value) values(?, ?)", "trial." + i, "Grüße 'n' \\ " + i);
    }
  }

  BackupMaker maker() {
    return new BackupMaker(data, work, data.resolve("database/socket"), pool, "0.1.0");
  }

  static Place local(Path path) {
    return new Place(PlaceKind.LOCAL, path.toString(), null, null, null, null, null, null, null);
  }

  Restic restic(Path repository) throws BackupProblem {
    return new Restic(local(repository), work, passphrase);
  }

  BackupMaker.Made make(Restic restic) throws Exception {
    restic.open();
    return maker().make(restic, Scope.WHOLE, Instant.now());
  }

  /** The pool is closed with it. */
  @Override
  public void close() throws Exception {
    ((AutoCloseable) pool).close();
    database.close();
  }
}
