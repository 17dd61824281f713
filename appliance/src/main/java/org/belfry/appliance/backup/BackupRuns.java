package org.belfry.appliance.backup;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.backup.Timetable.Past;
import org.belfry.pbx.admin.BackupAdmin.Outcome;
import org.belfry.pbx.admin.BackupAdmin.RunKind;
import org.belfry.pbx.admin.BackupAdmin.RunView;
import org.belfry.pbx.admin.BackupAdmin.Scope;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The table of what was done. */
@Component
class BackupRuns {
  static final int KEPT = 200;
  private static final int SENTENCE_MAX = 2000;

  private final JdbcClient jdbc;

  BackupRuns(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Notes what came of something. Only then: a backup must not hold itself as one that goes on. */
  void note(RunView run) {
    String sentence = run.sentence();
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into backup_run(kind, scope, started_at, ended_at, outcome, sentence,"
                + " snapshot, files, bytes, row_count) values(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
        .param(run.kind().name())
        .param(run.scope().name())
        .param(utc(run.startedAt()))
        .param(run.endedAt() == null ? null : utc(run.endedAt()))
        .param(run.outcome().name())
        .param(sentence.length() > SENTENCE_MAX ? sentence.substring(0, SENTENCE_MAX) : sentence)
        .param(run.snapshot())
        .param(run.files())
        .param(run.bytes())
        .param(run.rows())
        .update(key);
    Number id = key.getKey();
    long number = id == null ? 0 : id.longValue();
    jdbc.sql("delete from backup_run where id <= ?").param(number - KEPT).update();
  }

  /** The newest first. */
  List<RunView> newest() {
    return jdbc.sql("select * from backup_run order by id desc limit ?")
        .param(KEPT)
        .query((row, n) -> read(row))
        .list();
  }

  Optional<RunView> newest(RunKind kind, Outcome outcome) {
    return jdbc.sql(
            "select * from backup_run where kind = ? and outcome = ? order by id desc limit 1")
        .param(kind.name())
        .param(outcome.name())
        .query((row, n) -> read(row))
        .optional();
  }

  /** Good or bad. */
  Optional<RunView> newestProof() {
    return jdbc.sql("select * from backup_run where kind = ? order by id desc limit 1")
        .param(RunKind.PROOF.name())
        .query((row, n) -> read(row))
        .optional();
  }

  /** For the timetable. */
  Past past(Instant since) {
    List<RunView> backups = newest().stream().filter(run -> run.kind() == RunKind.BACKUP).toList();
    int failed = (int) backups.stream().takeWhile(run -> run.outcome() == Outcome.BAD).count();
    return new Past(
        backups.stream()
            .filter(run -> run.outcome() == Outcome.GOOD)
            .map(RunView::startedAt)
            .findFirst()
            .orElse(null),
        backups.stream().map(RunView::startedAt).findFirst().orElse(null),
        failed,
        since);
  }

  private static RunView read(ResultSet row) throws SQLException {
    return new RunView(
        row.getLong("id"),
        RunKind.valueOf(row.getString("kind")),
        Scope.valueOf(row.getString("scope")),
        instant(row.getObject("started_at", LocalDateTime.class)),
        row.getObject("ended_at") == null
            ? null
            : instant(row.getObject("ended_at", LocalDateTime.class)),
        Outcome.valueOf(row.getString("outcome")),
        row.getString("sentence"),
        row.getString("snapshot"),
        row.getLong("files"),
        row.getLong("bytes"),
        row.getLong("row_count"));
  }

  private static LocalDateTime utc(Instant instant) {
    return LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Instant instant(LocalDateTime utc) {
    return utc.toInstant(ZoneOffset.UTC);
  }
}
