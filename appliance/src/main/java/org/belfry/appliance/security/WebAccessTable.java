package org.belfry.appliance.security;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What accounts and users sign in with. */
@Component
class WebAccessTable {
  private static final RowMapper<Row> USER =
      (row, n) ->
          new Row(
              Role.valueOf(row.getString("role")),
              row.getString("password_hash"),
              row.getBytes("totp"),
              row.getLong("totp_step"),
              instant(row.getObject("invited_until", LocalDateTime.class)),
              row.getString("language"));
  private static final RowMapper<Row> ACCOUNT =
      (row, n) ->
          new Row(
              row.getBoolean("owner") ? Role.OWNER : Role.ADMIN,
              row.getString("password_hash"),
              row.getBytes("totp"),
              row.getLong("totp_step"),
              null,
              row.getString("language"));

  private static final Row NOTHING = new Row(Role.USER, null, null, 0, null, null);

  private final JdbcClient jdbc;

  WebAccessTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * @param totp sealed, or null
   * @param totpStep the last whose code was used
   */
  record Row(
      Role role,
      @Nullable String passwordHash,
      byte @Nullable [] totp,
      long totpStep,
      @Nullable Instant invitedUntil,
      @Nullable String language) {}

  /** The account that is meant, by its own name; the database takes more names for the same. */
  Optional<String> accountMeantBy(String given) {
    return jdbc.sql("select user_name from account where user_name = ?")
        .param(given)
        .query(String.class)
        .optional()
        .filter(name -> GuessBrake.same(name, given));
  }

  Optional<Row> account(String userName) {
    return jdbc.sql("select * from account where user_name = ?")
        .param(userName)
        .query(ACCOUNT)
        .optional();
  }

  Row user(long userId) {
    return jdbc.sql("select * from web_access where user_id = ?")
        .param(userId)
        .query(USER)
        .optional()
        .orElse(NOTHING);
  }

  Optional<Long> invited(byte[] invitation, Instant now) {
    return jdbc.sql("select user_id from web_access where invitation = ? and invited_until > ?")
        .param(invitation)
        .param(LocalDateTime.ofInstant(now, ZoneOffset.UTC))
        .query(Long.class)
        .optional();
  }

  void setRole(long userId, Role role) {
    set(userId, "role", role.name());
  }

  void invite(long userId, byte[] invitation, Instant until) {
    set(userId, "invitation", invitation);
    set(userId, "invited_until", LocalDateTime.ofInstant(until, ZoneOffset.UTC));
  }

  /** A new password, or none; an invitation that is still open is void. */
  void setPassword(long userId, @Nullable String hash) {
    set(userId, "password_hash", hash);
    withdrawInvitation(userId);
  }

  void withdrawInvitation(long userId) {
    set(userId, "invitation", null);
    set(userId, "invited_until", null);
  }

  void setTotp(Principal who, byte @Nullable [] sealed, long step) {
    switch (who) {
      case Principal.Account account ->
          jdbc.sql("update account set totp = ?, totp_step = ? where user_name = ?")
              .param(sealed)
              .param(step)
              .param(account.name())
              .update();
      case Principal.OfUser user -> {
        set(user.id(), "totp", sealed);
        set(user.id(), "totp_step", step);
      }
    }
  }

  void setLanguage(Principal who, String language) {
    switch (who) {
      case Principal.Account account ->
          jdbc.sql("update account set language = ? where user_name = ?")
              .param(language)
              .param(account.name())
              .update();
      case Principal.OfUser user -> set(user.id(), "language", language);
    }
  }

  /** True when the step was not used before; it is now. Two at once cannot both have it. */
  boolean use(Principal who, long step) {
    return switch (who) {
          case Principal.Account account ->
              jdbc.sql("update account set totp_step = ? where user_name = ? and totp_step < ?")
                  .param(step)
                  .param(account.name())
                  .param(step)
                  .update();
          case Principal.OfUser user ->
              jdbc.sql("update web_access set totp_step = ? where user_id = ? and totp_step < ?")
                  .param(step)
                  .param(user.id())
                  .param(step)
                  .update();
        }
        > 0;
  }

  /**
   * @param column never from outside
   */
  private void set(long userId, String column, @Nullable Object value) {
    jdbc.sql(
            "insert into web_access(user_id, "
                + column
                + ") values(?, ?) on duplicate key update "
                + column
                + " = values("
                + column
                + ")")
        .param(userId)
        .param(value)
        .update();
  }

  private static @Nullable Instant instant(@Nullable LocalDateTime time) {
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }
}
