package org.belfry.appliance.directory;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.MediaEncryption;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The table of users. */
@Component
class UserTable {
  private static final String KIND = "user";
  private static final RowMapper<Row> ROW =
      (row, n) ->
          new Row(
              row.getLong("id"),
              row.getString("extension"),
              row.getString("name"),
              row.getString("email"),
              row.getBytes("sip_password"),
              MediaEncryption.valueOf(row.getString("srtp")),
              DigestOffer.valueOf(row.getString("digest")));

  private final JdbcClient jdbc;
  private final JdbcTemplate batch;
  private final AuditTrail audit;

  UserTable(JdbcClient jdbc, JdbcTemplate batch, AuditTrail audit) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.audit = audit;
  }

  record Row(
      long id,
      String extension,
      String name,
      @Nullable String email,
      byte[] sealedPassword,
      MediaEncryption encryption,
      DigestOffer digest) {
    boolean sameAs(Row other) {
      return extension.equals(other.extension)
          && name.equals(other.name)
          && Objects.equals(email, other.email)
          && encryption == other.encryption
          && digest == other.digest
          && Arrays.equals(sealedPassword, other.sealedPassword);
    }
  }

  List<Row> all() {
    return jdbc.sql("select * from app_user order by length(extension), extension")
        .query(ROW)
        .list();
  }

  Optional<Row> byId(long id) {
    return jdbc.sql("select * from app_user where id = ?").param(id).query(ROW).optional();
  }

  Optional<Row> byExtension(String extension) {
    return jdbc.sql("select * from app_user where extension = ?")
        .param(extension)
        .query(ROW)
        .optional();
  }

  /** Inserts all in one statement batch; ids are given by the database. */
  void insert(List<Row> rows) {
    batch.batchUpdate(
        "insert into app_user(extension, name, email, sip_password, srtp, digest,"
            + " extension_since) values(?,?,?,?,?,?,utc_timestamp(3))",
        rows.stream()
            .map(r ->
                new @Nullable Object[] {
                  r.extension,
                  r.name,
                  r.email,
                  r.sealedPassword,
                  r.encryption.name(),
                  r.digest.name()
                })
            .toList());
    rows.forEach(row -> audit.tell(KIND, row.extension, null, row));
  }

  void update(Row row) {
    audit.tell(KIND, row.extension, byId(row.id).orElse(null), row);
    jdbc.sql(
            "update app_user set"
                + " extension_since = if(extension = ?, extension_since, utc_timestamp(3)),"
                + " extension = ?, name = ?, email = ?, sip_password = ?, srtp = ?, digest = ?"
                + " where id = ?")
        .param(row.extension)
        .param(row.extension)
        .param(row.name)
        .param(row.email)
        .param(row.sealedPassword)
        .param(row.encryption.name())
        .param(row.digest.name())
        .param(row.id)
        .update();
  }

  boolean delete(long id) {
    byId(id).ifPresent(row -> audit.tell(KIND, row.extension, row, null));
    return jdbc.sql("delete from app_user where id = ?").param(id).update() > 0;
  }
}
