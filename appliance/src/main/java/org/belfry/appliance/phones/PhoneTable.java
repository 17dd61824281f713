package org.belfry.appliance.phones;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.phones.Phone.Wishes;
import org.belfry.provisioning.catalogue.Brand;
import org.belfry.provisioning.catalogue.Catalogue;
import org.belfry.provisioning.catalogue.Mac;
import org.belfry.provisioning.catalogue.Model;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** The tables of phones and of the layers of settings. */
@Component
class PhoneTable {
  private static final Logger LOG = LoggerFactory.getLogger(PhoneTable.class);
  private static final String PHONE = "phone";
  private static final String LAYER = "phone_layer";
  private static final JsonMapper JSON = new JsonMapper();
  private static final TypeReference<Map<String, String>> TEXTS = new TypeReference<>() {};

  private final JdbcClient jdbc;
  private final PasswordVault vault;
  private final AuditTrail audit;

  /**
   * What a phone has fetched last.
   *
   * @param tag of the file with its accounts, as {@code ProfileFile.tag}
   */
  record Fetched(@Nullable String firmware, @Nullable Instant at, @Nullable String tag) {
    static final Fetched NOTHING = new Fetched(null, null, null);
  }

  record Stored(Phone phone, Fetched fetched) {}

  PhoneTable(JdbcClient jdbc, PasswordVault vault, AuditTrail audit) {
    this.jdbc = jdbc;
    this.vault = vault;
    this.audit = audit;
  }

  /** A phone as the audit log tells it, which masks what is or may be a password. */
  private record Told(String mac, String brand, String model, Wishes wishes, List<Long> users) {
    static Told of(Phone phone) {
      return new Told(
          phone.mac() == null ? "" : phone.mac().shown(),
          phone.model().brand().word(),
          phone.model().name(),
          phone.wishes(),
          phone.users());
    }
  }

  List<Stored> all() {
    Map<Long, List<Long>> lines = new HashMap<>();
    jdbc.sql("select phone_id, user_id from phone_line order by phone_id, line")
        .query((row, n) ->
            lines.computeIfAbsent(row.getLong(1), id -> new ArrayList<>()).add(row.getLong(2)))
        .list();
    List<Stored> all = new ArrayList<>();
    jdbc.sql("select * from phone order by id")
        .query((row, n) -> {
          long id = row.getLong("id");
          Optional<Model> model = model(row.getString("brand"), row.getString("model"));
          if (model.isEmpty()) {
            LOG.error("phone {} is of a model that is not in the catalogue; it is left out", id);
            return id;
          }
          String mac = row.getString("mac");
          LocalDateTime at = row.getObject("fetched_at", LocalDateTime.class);
          all.add(
              new Stored(
                  new Phone(
                      id,
                      mac == null ? null : new Mac(mac),
                      model.get(),
                      vault.open(row.getBytes("token")),
                      vault.open(row.getBytes("admin_password")),
                      JSON.readValue(row.getString("settings"), Wishes.class),
                      lines.getOrDefault(id, List.of())),
                  new Fetched(
                      row.getString("firmware"),
                      at == null ? null : at.toInstant(ZoneOffset.UTC),
                      row.getString("fetched_tag"))));
          return id;
        })
        .list();
    return all;
  }

  private static Optional<Model> model(String word, String name) {
    Brand brand = Brand.of(word);
    return brand == null ? Optional.empty() : Catalogue.model(brand, name);
  }

  long insert(Phone phone) {
    GeneratedKeyHolder key = new GeneratedKeyHolder();
    jdbc.sql(
            "insert into phone(mac, brand, model, token, token_hash, admin_password, settings)"
                + " values(?,?,?,?,?,?,?)")
        .param(phone.mac() == null ? null : phone.mac().digits())
        .param(phone.model().brand().word())
        .param(phone.model().name())
        .param(vault.seal(phone.token()))
        .param(hash(phone.token()))
        .param(vault.seal(phone.adminPassword()))
        .param(JSON.writeValueAsString(phone.wishes()))
        .update(key);
    Number id = key.getKey();
    if (id == null) {
      throw new IllegalStateException("the database gave the phone no id");
    }
    lines(id.longValue(), phone.users());
    audit.tell(PHONE, phone.shown(), null, Told.of(phone));
    return id.longValue();
  }

  void update(Phone before, Phone phone) {
    audit.tell(PHONE, phone.shown(), Told.of(before), Told.of(phone));
    jdbc.sql(
            "update phone set mac = ?, brand = ?, model = ?, token = ?, token_hash = ?,"
                + " admin_password = ?, settings = ? where id = ?")
        .param(phone.mac() == null ? null : phone.mac().digits())
        .param(phone.model().brand().word())
        .param(phone.model().name())
        .param(vault.seal(phone.token()))
        .param(hash(phone.token()))
        .param(vault.seal(phone.adminPassword()))
        .param(JSON.writeValueAsString(phone.wishes()))
        .param(phone.id())
        .update();
    jdbc.sql("delete from phone_line where phone_id = ?").param(phone.id()).update();
    lines(phone.id(), phone.users());
  }

  private void lines(long phone, List<Long> users) {
    for (int i = 0; i < users.size(); i++) {
      jdbc.sql("insert into phone_line(phone_id, line, user_id) values(?,?,?)")
          .param(phone)
          .param(i + 1)
          .param(users.get(i))
          .update();
    }
  }

  void delete(Phone phone) {
    jdbc.sql("delete from phone where id = ?").param(phone.id()).update();
    audit.tell(PHONE, phone.shown(), Told.of(phone), null);
  }

  /** Layers by their scope, each setting by its word. */
  Map<String, Map<String, String>> layers() {
    Map<String, Map<String, String>> layers = new HashMap<>();
    jdbc.sql("select scope, settings from phone_layer")
        .query((row, n) ->
            layers.put(row.getString("scope"), JSON.readValue(row.getString("settings"), TEXTS)))
        .list();
    return layers;
  }

  void saveLayer(String scope, Map<String, String> settings) {
    audit.tell(LAYER, scope, layers().getOrDefault(scope, Map.of()), settings);
    jdbc.sql("delete from phone_layer where scope = ?").param(scope).update();
    if (!settings.isEmpty()) {
      jdbc.sql("insert into phone_layer(scope, settings) values(?,?)")
          .param(scope)
          .param(JSON.writeValueAsString(settings))
          .update();
    }
  }

  /** SHA-256 of a token: what is looked up does not tell by its time how much of it was right. */
  static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
