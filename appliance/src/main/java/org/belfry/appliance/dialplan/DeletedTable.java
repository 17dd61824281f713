package org.belfry.appliance.dialplan;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Deleted;
import org.belfry.pbx.admin.DeletedItems.DeletedItem;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The documents that were deleted, for a month. */
@Component
class DeletedTable implements Deleted {
  private static final Duration KEPT = Duration.ofDays(30);
  private static final int KEPT_MAX = 200;

  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final InstantSource clock = InstantSource.system();

  /** A document as it was. */
  record Kept(String kind, String name, String text) {}

  DeletedTable(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
  }

  void keep(Kept kept) {
    keep(kept.kind(), kept.name(), kept.text());
  }

  @Override
  public void keep(String kind, String name, String document) {
    LocalDateTime now = LocalDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    jdbc.sql(
            "insert into deleted_item(kind, name, settings, at, who) values(?,left(?,"
                + " 190),?,?,left(?, 190))")
        .params(kind, name, document, now, audit.who())
        .update();
    jdbc.sql("delete from deleted_item where at < ?").param(now.minus(KEPT)).update();
    jdbc.sql(
            "delete from deleted_item where id <="
                + " (select id from (select id from deleted_item order by id desc limit 1 offset "
                + KEPT_MAX
                + ") oldest)")
        .update();
  }

  List<DeletedItem> items() {
    return jdbc.sql("select id, kind, name, at, who from deleted_item order by id desc")
        .query((row, n) ->
            new DeletedItem(
                row.getLong("id"),
                row.getString("kind"),
                row.getString("name"),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("who")))
        .list();
  }

  Optional<Kept> byId(long id) {
    return jdbc.sql("select kind, name, settings from deleted_item where id = ?")
        .param(id)
        .query((row, n) ->
            new Kept(row.getString("kind"), row.getString("name"), row.getString("settings")))
        .optional();
  }

  @Override
  public void forget(long id) {
    jdbc.sql("delete from deleted_item where id = ?").param(id).update();
  }
}
