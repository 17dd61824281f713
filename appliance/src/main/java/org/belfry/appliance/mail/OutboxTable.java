package org.belfry.appliance.mail;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.MailAdmin.MailState;
import org.belfry.pbx.admin.MailAdmin.OutgoingMail;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of mail that is not sent yet, or was given up. */
@Component
class OutboxTable {
  private static final int PROBLEM_MAX = 500;
  private static final RowMapper<Waiting> WAITING =
      (row, n) -> {
        String file = row.getString("attachment");
        return new Waiting(
            row.getLong("id"),
            row.getString("message_id"),
            new Mail(
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body"),
                file == null
                    ? null
                    : new Mail.Attachment(Path.of(file), row.getString("attachment_name")),
                row.getString("reference")),
            instant(row.getObject("created_at", LocalDateTime.class)),
            row.getInt("tries"));
      };
  private static final RowMapper<OutgoingMail> VIEW =
      (row, n) -> {
        MailState state = MailState.valueOf(row.getString("state"));
        Instant next = instant(row.getObject("next_try_at", LocalDateTime.class));
        return new OutgoingMail(
            row.getLong("id"),
            row.getString("recipient"),
            row.getString("subject"),
            state,
            instant(row.getObject("created_at", LocalDateTime.class)),
            row.getInt("tries"),
            state == MailState.WAITING ? next : null,
            row.getString("problem"));
      };

  private final JdbcClient jdbc;

  OutboxTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** A mail that is to be sent. */
  record Waiting(long id, String messageId, Mail mail, Instant createdAt, int tries) {}

  void insert(String messageId, Mail mail, Instant now) {
    Mail.Attachment attachment = mail.attachment();
    jdbc.sql(
            """
            insert into mail_outbox(message_id, recipient, subject, body, attachment, attachment_name,
              reference, state, created_at, next_try_at, tries) values(?,?,?,?,?,?,?,'WAITING',?,?,0)\
            """)
        .param(messageId)
        .param(mail.to())
        .param(mail.subject())
        .param(mail.text())
        .param(attachment == null ? null : attachment.file().toString())
        .param(attachment == null ? null : attachment.name())
        .param(mail.reference())
        .param(utc(now))
        .param(utc(now))
        .update();
  }

  /** The mail that should be tried first, if its time has come. */
  Optional<Waiting> due(Instant now) {
    return jdbc.sql(
            """
            select * from mail_outbox where state = 'WAITING' and next_try_at <= ?
            order by next_try_at, id limit 1\
            """)
        .param(utc(now))
        .query(WAITING)
        .optional();
  }

  void again(long id, Duration pause, String problem, Instant now) {
    jdbc.sql("update mail_outbox set next_try_at = ?, tries = tries + 1, problem = ? where id = ?")
        .param(utc(now.plus(pause)))
        .param(cut(problem))
        .param(id)
        .update();
  }

  /** The server is away: nobody's fault, so no try is counted. */
  void note(long id, String problem) {
    jdbc.sql("update mail_outbox set problem = ? where id = ?")
        .param(cut(problem))
        .param(id)
        .update();
  }

  void giveUp(long id, String problem) {
    jdbc.sql(
            "update mail_outbox set state = 'GIVEN_UP', tries = tries + 1, problem = ? where id ="
                + " ?")
        .param(cut(problem))
        .param(id)
        .update();
  }

  /** Gives up what has waited since before then. */
  int giveUpOlderThan(Instant then) {
    return jdbc.sql(
            """
            update mail_outbox set state = 'GIVEN_UP', problem = coalesce(problem, 'No server took it.')
            where state = 'WAITING' and created_at < ?\
            """)
        .param(utc(then))
        .update();
  }

  /** Begins anew, with five days from now. */
  boolean retry(long id, Instant now) {
    return jdbc.sql(
                """
                update mail_outbox set state = 'WAITING', next_try_at = ?, created_at = ?, tries = 0
                where id = ?\
                """)
            .param(utc(now))
            .param(utc(now))
            .param(id)
            .update()
        > 0;
  }

  Optional<OutgoingMail> find(long id) {
    return jdbc.sql("select * from mail_outbox where id = ?").param(id).query(VIEW).optional();
  }

  boolean delete(long id) {
    return jdbc.sql("delete from mail_outbox where id = ?").param(id).update() > 0;
  }

  long count(@Nullable MailState state) {
    return state == null
        ? jdbc.sql("select count(*) from mail_outbox").query(Long.class).single()
        : jdbc.sql("select count(*) from mail_outbox where state = ?")
            .param(state.name())
            .query(Long.class)
            .single();
  }

  List<OutgoingMail> page(@Nullable MailState state, int offset, int limit) {
    return jdbc.sql(
            "select * from mail_outbox where ? is null or state = ? order by id limit ? offset ?")
        .param(state == null ? null : state.name())
        .param(state == null ? null : state.name())
        .param(limit)
        .param(offset)
        .query(VIEW)
        .list();
  }

  private static String cut(String problem) {
    return problem.length() > PROBLEM_MAX ? problem.substring(0, PROBLEM_MAX) : problem;
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static Instant instant(LocalDateTime at) {
    return at.toInstant(ZoneOffset.UTC);
  }
}
