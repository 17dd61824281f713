package org.belfry.appliance.retention;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.belfry.appliance.LocalAppliance;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

@Tag("database")
@Timeout(120)
class RetentionTest {
  private static final Instant NOW = Instant.parse("2026-11-24T12:00:00Z");
  private static final int MANY = 2500; // more than are deleted at once

  @TempDir private Path data;

  @Test
  void whatIsOlderThanTheOwnerWantsIsDeletedAndNothingElse() {
    try (LocalAppliance appliance =
        LocalAppliance.on(
            data,
            "--belfry.history.keep=90d",
            "--belfry.audit.keep=365d",
            "--belfry.mail.keep=30d")) {
      JdbcTemplate jdbc = appliance.part(JdbcTemplate.class);
      jdbc.update("delete from audit_entry");
      for (int i = 0; i < MANY; i++) {
        call(jdbc, "old" + i, 91);
      }
      call(jdbc, "new", 89);
      stay(jdbc, "old", 91);
      stay(jdbc, "new", 89);
      entry(jdbc, 366);
      entry(jdbc, 364);
      mail(jdbc, "failed long ago", "GIVEN_UP", 31);
      mail(jdbc, "failed", "GIVEN_UP", 29);
      mail(jdbc, "waits", "WAITING", 31);

      appliance.part(Retention.class).sweep(NOW);

      assertThat(jdbc.queryForList("select call_id from cdr", String.class)).containsExactly("new");
      assertThat(jdbc.queryForList("select samples from call_quality", String.class))
          .containsExactly("new");
      assertThat(jdbc.queryForList("select caller from queue_stay", String.class))
          .containsExactly("new");
      assertThat(jdbc.queryForList("select at from audit_entry", LocalDateTime.class))
          .containsExactly(before(364));
      assertThat(jdbc.queryForList("select subject from mail_outbox", String.class))
          .containsExactlyInAnyOrder("failed", "waits");
    }
  }

  @Test
  void byDefaultAllIsKept() {
    try (LocalAppliance appliance = LocalAppliance.on(data)) {
      JdbcTemplate jdbc = appliance.part(JdbcTemplate.class);
      call(jdbc, "old", 4000);
      entry(jdbc, 4000);
      appliance.part(Retention.class).sweep(NOW);
      assertThat(jdbc.queryForObject("select count(*) from cdr", Integer.class)).isEqualTo(1);
      assertThat(
              jdbc.queryForObject(
                  "select count(*) from audit_entry where at = ?", Integer.class, before(4000)))
          .isEqualTo(1);
    }
  }

  private static void call(JdbcTemplate jdbc, String id, int daysAgo) {
    jdbc.update(
        "insert into cdr(call_hash, call_id, caller, callee, started_at, ended_at, status, cause,"
            + " attempts) values (unhex(md5(?)), ?, '1001', '1002', ?, ?, 200, 'NORMAL', '[]')",
        id,
        id,
        before(daysAgo),
        before(daysAgo));
    jdbc.update(
        "insert into call_quality(started_at, call_hash, samples) values (?, unhex(md5(?)), ?)",
        before(daysAgo),
        id,
        id);
  }

  private static void stay(JdbcTemplate jdbc, String caller, int daysAgo) {
    jdbc.update(
        "insert into queue_stay(stay_hash, queue, caller, number, priority, since, until, outcome,"
            + " in_time) values (unhex(md5(?)), '7000', ?, '1001', 0, ?, ?, 'LEFT', true)",
        caller,
        caller,
        before(daysAgo),
        before(daysAgo));
  }

  private static void entry(JdbcTemplate jdbc, int daysAgo) {
    jdbc.update(
        "insert into audit_entry(at, who, action, kind, name, differences)"
            + " values (?, 'admin', 'CHANGED', 'user', '1001', '[]')",
        before(daysAgo));
  }

  private static void mail(JdbcTemplate jdbc, String subject, String state, int daysAgo) {
    jdbc.update(
        "insert into mail_outbox(message_id, recipient, subject, body, state, created_at,"
            + " next_try_at, tries) values (?, 'a@example.com', ?, '', ?, ?, ?, 1)",
        subject,
        subject,
        state,
        before(daysAgo),
        LocalDateTime.ofInstant(Instant.now().plus(Duration.ofDays(300)), ZoneOffset.UTC));
  }

  private static LocalDateTime before(int days) {
    return LocalDateTime.ofInstant(NOW.minus(Duration.ofDays(days)), ZoneOffset.UTC);
  }
}
