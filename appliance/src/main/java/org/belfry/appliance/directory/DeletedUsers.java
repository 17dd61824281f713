package org.belfry.appliance.directory;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Deleted;
import org.belfry.appliance.persistence.DeletedItemRestorer;
import org.belfry.appliance.persistence.RowBundle;
import org.belfry.appliance.persistence.RowBundle.Part;
import org.belfry.pbx.admin.InvalidCommand;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Deleted users with their SIP password, call settings, mailbox, contacts and phones. The password
 * of the pages, the role and API tokens do not come back: who restores a user appoints nobody.
 */
@Component
class DeletedUsers implements DeletedItemRestorer, FormerUsers {
  private static final String KIND = "user";
  private static final JsonMapper JSON = new JsonMapper();
  private static final List<Part> PARTS =
      List.of(
          new Part("app_user", "id", true),
          new Part("user_calls", "user_id", true),
          new Part("user_cpl", "user_id", true),
          new Part("mailbox", "user_id", true),
          new Part("voice_message", "user_id", true),
          new Part("own_contact", "user_id", true),
          new Part("emergency_home", "user_id", true),
          new Part("phone_line", "user_id", false));

  private final DirectoryStore store;
  private final UserTable table;
  private final Deleted deleted;
  private final AuditTrail audit;
  private final JdbcClient jdbc;
  private final RowBundle rows;
  private final InstantSource clock = InstantSource.system();

  private record Kept(long id, String extension, Instant at, String rows) {}

  DeletedUsers(
      DirectoryStore store, UserTable table, Deleted deleted, AuditTrail audit, JdbcClient jdbc) {
    this.store = store;
    this.table = table;
    this.deleted = deleted;
    this.audit = audit;
    this.jdbc = jdbc;
    this.rows = new RowBundle(jdbc, PARTS);
  }

  /** In the transaction that deletes the user, before it does. */
  void keep(UserTable.Row user) {
    Kept kept = new Kept(user.id(), user.extension(), clock.instant(), rows.take(user.id()));
    deleted.keep(KIND, user.extension(), JSON.writeValueAsString(kept));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void restore(String document, Runnable also) {
    Kept kept = JSON.readValue(document, Kept.class);
    store.change(
        Edit.of(Owner.Kind.USER, kept.extension(), "extension"),
        () -> {
          if (table.byExtension(kept.extension()).isPresent()
              || table.byId(kept.id()).isPresent()) {
            throw new InvalidCommand("extension", "already in use");
          }
          also.run();
          rows.putBack(kept.rows());
          if (hadAnotherUser(kept)) {
            jdbc.sql("update app_user set extension_since = utc_timestamp(3) where id = ?")
                .param(kept.id())
                .update();
          }
          UserTable.Row user = table.byId(kept.id()).orElseThrow();
          audit.tell(KIND, kept.extension(), null, user);
          return user.id();
        });
  }

  @Override
  public boolean keeps(long userId) {
    return jdbc.sql(
                "select count(*) from deleted_item where kind = ? and json_value(settings, '$.id')"
                    + " = ?")
            .param(KIND)
            .param(userId)
            .query(Long.class)
            .single()
        > 0;
  }

  /** Calls that another user of the extension had meanwhile are not this user's to see. */
  private boolean hadAnotherUser(Kept kept) {
    return jdbc.sql(
                "select count(*) from audit_entry where kind = 'user' and name = ? and at > ?"
                    + " and action <> 'DELETED'")
            .param(kept.extension())
            .param(LocalDateTime.ofInstant(kept.at(), ZoneOffset.UTC))
            .query(Long.class)
            .single()
        > 0;
  }
}
