package org.belfry.appliance.phones;

import java.util.List;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Deleted;
import org.belfry.appliance.persistence.DeletedItemRestorer;
import org.belfry.appliance.persistence.RowBundle;
import org.belfry.appliance.persistence.RowBundle.Part;
import org.belfry.pbx.admin.InvalidCommand;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Deleted phones with their settings, lines and secret address, so that they fetch files again. */
@Component
class DeletedPhones implements DeletedItemRestorer {
  private static final String KIND = "phone";
  private static final JsonMapper JSON = new JsonMapper();

  private final Phones phones;
  private final Deleted deleted;
  private final AuditTrail audit;
  private final RowBundle rows;

  private record Kept(long id, String shown, String rows) {}

  DeletedPhones(Phones phones, Deleted deleted, AuditTrail audit, JdbcClient jdbc) {
    this.phones = phones;
    this.deleted = deleted;
    this.audit = audit;
    this.rows =
        new RowBundle(
            jdbc,
            List.of(new Part("phone", "id", true), new Part("phone_line", "phone_id", false)));
  }

  /** In the transaction that deletes the phone, before it does. */
  void keep(Phone phone) {
    Kept kept = new Kept(phone.id(), phone.shown(), rows.take(phone.id()));
    deleted.keep(KIND, phone.shown(), JSON.writeValueAsString(kept));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public void restore(String document, Runnable also) {
    Kept kept = JSON.readValue(document, Kept.class);
    phones.change(() -> {
      also.run();
      try {
        rows.putBack(kept.rows());
      } catch (DuplicateKeyException taken) {
        throw new InvalidCommand("mac", "already used by another phone");
      }
      audit.tell(KIND, kept.shown(), null, new Restored(kept.shown()));
      return kept.id();
    });
  }

  /** What the audit log says of a phone that is back. */
  private record Restored(String phone) {}
}
