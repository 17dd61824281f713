package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.dialplan.Documents.Raw;
import org.belfry.pbx.admin.CallSettingsAdmin.ChangeCallSettings;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of users' call settings; who has none has the usual ones. */
@Component
class CallSettingsTable {
  private final JdbcClient jdbc;
  private final AuditTrail audit;
  private final Documents<ChangeCallSettings> documents;

  CallSettingsTable(JdbcClient jdbc, AuditTrail audit) {
    this.jdbc = jdbc;
    this.audit = audit;
    this.documents = new Documents<>(jdbc, audit, "user_calls", ChangeCallSettings.class);
  }

  /**
   * The name is the id. Who has a mail address has a mailbox, unless somebody has said otherwise.
   */
  List<Raw> raw() {
    return jdbc.sql(
            """
            select c.user_id, if(u.email is null or json_value(c.settings, '$.mailbox') is not null,
              c.settings, json_set(c.settings, '$.mailbox', true))
            from user_calls c join app_user u on u.id = c.user_id\
            """)
        .query((row, n) -> {
          long id = row.getLong(1);
          return new Raw(id, Long.toString(id), row.getString(2));
        })
        .list();
  }

  ChangeCallSettings read(Raw raw) {
    return read(raw.text());
  }

  private ChangeCallSettings read(String text) {
    return CallForm.filled(documents.read(text));
  }

  Optional<ChangeCallSettings> of(long userId) {
    return jdbc.sql("select settings from user_calls where user_id = ?")
        .param(userId)
        .query(String.class)
        .optional()
        .map(this::read);
  }

  void save(long userId, ChangeCallSettings settings) {
    String extension =
        jdbc.sql("select extension from app_user where id = ?")
            .param(userId)
            .query(String.class)
            .single();
    audit.tell("user_calls", extension, of(userId).orElse(null), settings);
    jdbc.sql(
            "insert into user_calls(user_id, settings) values(?,?)"
                + " on duplicate key update settings = values(settings)")
        .param(userId)
        .param(Documents.write(settings))
        .update();
  }
}
