package org.belfry.appliance.audit;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.AuditLog;
import org.belfry.pbx.admin.InvalidCommand;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AnonymousAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The table of changes. */
@Component
public class AuditTrail implements AuditLog {
  private static final int LIMIT_MAX = 500;
  private static final int NAME_MAX = 256;
  private static final int WHO_MAX = 128;

  /** Before the number of a user who is signed in. */
  private static final String OF_USER = "user:";

  private static final JsonMapper JSON = new JsonMapper();

  private final JdbcClient jdbc;
  private final InstantSource clock = InstantSource.system();

  AuditTrail(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * Tells of a change; to be called in the transaction that makes it. Where nothing differs nothing
   * is written.
   *
   * @param kind of thing, 1 to 32 small letters and underscores
   * @param before null when it was not there
   * @param after null when it is gone
   */
  public void tell(String kind, String name, @Nullable Object before, @Nullable Object after) {
    List<Difference> differences = Differences.between(before, after);
    if (differences.isEmpty()) {
      return;
    }
    Action action =
        before == null ? Action.CREATED : after == null ? Action.DELETED : Action.CHANGED;
    jdbc.sql(
            "insert into audit_entry(at, who, action, kind, name, differences)"
                + " values(?,?,?,?,?,?)")
        .param(LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
        .param(cut(who(), WHO_MAX))
        .param(action.name())
        .param(kind)
        .param(cut(name, NAME_MAX))
        .param(JSON.writeValueAsString(differences))
        .update();
  }

  /**
   * As people know them: users by name and extension, which they had then. The appliance itself has
   * no name, nor has who is not signed in.
   */
  public String who() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (who == null || who instanceof AnonymousAuthenticationToken) {
      return "";
    }
    String principal = who.getName();
    return !principal.startsWith(OF_USER)
        ? principal
        : jdbc.sql("select concat(name, ' · ', extension) from app_user where id = ?")
            .param(principal.substring(OF_USER.length()))
            .query(String.class)
            .optional()
            .orElse(principal);
  }

  private static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  @Override
  public AuditPage find(Filter filter, int offset, int limit) {
    if (limit < 1 || limit > LIMIT_MAX) {
      throw new InvalidCommand("limit", "must be between 1 and " + LIMIT_MAX);
    }
    if (offset < 0) {
      throw new InvalidCommand("offset", "must not be negative");
    }
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    long total =
        jdbc.sql("select count(*) from audit_entry" + where)
            .params(values)
            .query(Long.class)
            .single();
    values.add(limit);
    values.add(offset);
    List<AuditEntry> entries =
        jdbc.sql(
                "select * from audit_entry" + where + " order by at desc, id desc limit ? offset ?")
            .params(values)
            .query((row, n) -> read(row))
            .list();
    return new AuditPage(entries, total, offset, limit);
  }

  private static String where(Filter filter, List<Object> values) {
    List<String> conditions = new ArrayList<>();
    if (filter.text() != null && !filter.text().isBlank()) {
      conditions.add("(who like ? or kind like ? or name like ?)");
      String text = filter.text().strip();
      String like = "%" + text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%";
      values.addAll(List.of(like, like, like));
    }
    if (filter.from() != null) {
      conditions.add("at >= ?");
      values.add(LocalDateTime.ofInstant(filter.from(), ZoneOffset.UTC));
    }
    if (filter.to() != null) {
      conditions.add("at < ?");
      values.add(LocalDateTime.ofInstant(filter.to(), ZoneOffset.UTC));
    }
    return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
  }

  private static AuditEntry read(ResultSet row) throws SQLException {
    Instant at = row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC);
    return new AuditEntry(
        row.getLong("id"),
        at,
        row.getString("who"),
        Action.valueOf(row.getString("action")),
        row.getString("kind"),
        row.getString("name"),
        JSON.readValue(row.getString("differences"), new TypeReference<List<Difference>>() {}));
  }
}
