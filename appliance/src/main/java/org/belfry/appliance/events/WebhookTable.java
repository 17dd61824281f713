package org.belfry.appliance.events;

import java.net.URI;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;

/** The table of webhooks. */
@Component
class WebhookTable {
  private static final String KIND = "webhook";
  private static final RowMapper<Row> ROW =
      (row, n) ->
          new Row(
              row.getLong("id"),
              row.getString("url"),
              types(row.getString("events")),
              row.getBoolean("enabled"),
              row.getBoolean("inside"),
              row.getBytes("secret"));

  private final JdbcClient jdbc;
  private final AuditTrail audit;

  WebhookTable(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  record Row(
      long id,
      String url,
      Set<CallEventType> events,
      boolean enabled,
      boolean inside,
      byte[] sealedSecret) {
    /** Its server: what is behind that may be a key, and the audit log is read by many. */
    String server() {
      URI uri = URI.create(url);
      return uri.getScheme() + "://" + uri.getAuthority();
    }
  }

  /**
   * As the audit log has it.
   *
   * @param secret the URL, which is masked there
   */
  private record Told(
      String server, String secret, Set<CallEventType> events, boolean enabled, boolean inside) {
    static Told of(Row row) {
      return new Told(row.server(), row.url, row.events, row.enabled, row.inside);
    }
  }

  private static Set<CallEventType> types(String text) {
    Set<CallEventType> types = EnumSet.noneOf(CallEventType.class);
    Arrays.stream(text.split(",", -1))
        .filter(t -> !t.isEmpty())
        .map(CallEventType::valueOf)
        .forEach(types::add);
    return types;
  }

  private static String text(Set<CallEventType> types) {
    return types.stream().map(Enum::name).sorted().collect(Collectors.joining(","));
  }

  List<Row> all() {
    return jdbc.sql("select * from webhook order by id").query(ROW).list();
  }

  Optional<Row> byId(long id) {
    return jdbc.sql("select * from webhook where id = ?").param(id).query(ROW).optional();
  }

  long insert(Row row) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql("insert into webhook(url, events, enabled, inside, secret) values(?,?,?,?,?)")
        .param(row.url)
        .param(text(row.events))
        .param(row.enabled)
        .param(row.inside)
        .param(row.sealedSecret)
        .update(key);
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("the database gave the webhook no id");
    }
    audit.tell(KIND, row.server(), null, Told.of(row));
    return id.longValue();
  }

  void update(Row row) {
    audit.tell(KIND, row.server(), byId(row.id).map(Told::of).orElse(null), Told.of(row));
    jdbc.sql("update webhook set url = ?, events = ?, enabled = ?, inside = ? where id = ?")
        .param(row.url)
        .param(text(row.events))
        .param(row.enabled)
        .param(row.inside)
        .param(row.id)
        .update();
  }

  boolean delete(long id) {
    byId(id).ifPresent(row -> audit.tell(KIND, row.server(), Told.of(row), null));
    return jdbc.sql("delete from webhook where id = ?").param(id).update() > 0;
  }
}
