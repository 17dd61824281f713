package org.belfry.appliance.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetails;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Administrators, the one-time setup link and API tokens, in the database. Secrets are kept as
 * hashes only.
 */
@Component
public class Accounts implements AccountAdmin, UserDetailsService {
  private static final int PASSWORD_MIN = 10;
  private static final int PASSWORD_MAX = 72; // bcrypt reads no further
  private static final String SETUP_TOKEN = "setup.token";

  private final JdbcClient jdbc;
  private final Settings settings;
  private final PasswordEncoder encoder;
  private final TransactionTemplate transaction;
  private final SecureRandom random = new SecureRandom();

  Accounts(
      JdbcClient jdbc,
      Settings settings,
      PasswordEncoder encoder,
      TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.encoder = encoder;
    this.transaction = transaction;
  }

  @Override
  public UserDetails loadUserByUsername(String userName) {
    return jdbc.sql("select user_name, password_hash from account where user_name = ?")
        .param(userName)
        .query((row, n) ->
            User.withUsername(row.getString("user_name"))
                .password(row.getString("password_hash"))
                .roles("ADMIN")
                .build())
        .optional()
        .orElseThrow(() -> new UsernameNotFoundException("There is no such account."));
  }

  @Override
  public boolean setupNeeded() {
    return jdbc.sql("select count(*) from account").query(Long.class).single() == 0;
  }

  @Override
  public boolean setupTokenValid(String token) {
    return setupNeeded()
        && settings.get(SETUP_TOKEN).filter(hash -> hash.equals(hex(sha256(token)))).isPresent();
  }

  /** Makes a new one-time setup token; an older one is void. */
  public String newSetupToken() {
    String token = randomText();
    settings.set(SETUP_TOKEN, hex(sha256(token)));
    return token;
  }

  @Override
  public void completeSetup(String token, String userName, String password) {
    List<FieldProblem> problems = new ArrayList<>();
    String name = userName.strip();
    if (name.isEmpty() || name.length() > 64) {
      problems.add(new FieldProblem("userName", "must have 1 to 64 characters"));
    }
    checkPassword("password", password, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    transaction.executeWithoutResult(status -> {
      if (!setupTokenValid(token)) {
        throw new InvalidCommand("token", "the setup link was used already or is not the newest");
      }
      insert(name, password);
      settings.remove(SETUP_TOKEN);
    });
  }

  /** Sets the password of this account, which is made when there is none. */
  public void setPassword(String userName, String password) {
    int updated =
        jdbc.sql("update account set password_hash = ? where user_name = ?")
            .param(encoder.encode(password))
            .param(userName)
            .update();
    if (updated == 0) {
      insert(userName, password);
    }
  }

  /** True when this account has this password. */
  public boolean hasPassword(String userName, String password) {
    return hash(userName).filter(hash -> encoder.matches(password, hash)).isPresent();
  }

  @Override
  public void changePassword(String userName, String oldPassword, String newPassword) {
    List<FieldProblem> problems = new ArrayList<>();
    if (!hasPassword(userName, oldPassword)) {
      problems.add(new FieldProblem("oldPassword", "is wrong"));
    }
    checkPassword("newPassword", newPassword, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    setPassword(userName, newPassword);
  }

  @Override
  public List<ApiTokenView> apiTokens() {
    return jdbc.sql("select id, name, created_at, last_used_at from api_token order by name, id")
        .query((row, n) ->
            new ApiTokenView(
                row.getLong("id"),
                row.getString("name"),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                instant(row.getObject("last_used_at", LocalDateTime.class))))
        .list();
  }

  @Override
  public NewApiToken createApiToken(String name) {
    String text = name.strip();
    if (text.isEmpty() || text.length() > 64) {
      throw new InvalidCommand("name", "must have 1 to 64 characters");
    }
    String secret = "belfry_" + randomText();
    byte[] hash = sha256(secret);
    jdbc.sql("insert into api_token(name, token_hash, created_at) values(?, ?, ?)")
        .param(text)
        .param(hash)
        .param(LocalDateTime.now(ZoneOffset.UTC))
        .update();
    long id =
        jdbc.sql("select id from api_token where token_hash = ?")
            .param(hash)
            .query(Long.class)
            .single();
    ApiTokenView view = apiTokens().stream().filter(t -> t.id() == id).findFirst().orElseThrow();
    return new NewApiToken(view, secret);
  }

  @Override
  public void deleteApiToken(long id) {
    if (jdbc.sql("delete from api_token where id = ?").param(id).update() == 0) {
      throw new NotFound("API token", id);
    }
  }

  /** The name of the token with this secret; notes that it was used. */
  Optional<String> tokenNamed(String secret) {
    byte[] hash = sha256(secret);
    Optional<String> name =
        jdbc.sql("select name from api_token where token_hash = ?")
            .param(hash)
            .query(String.class)
            .optional();
    name.ifPresent(n ->
        jdbc.sql(
                "update api_token set last_used_at = ? where token_hash = ? and"
                    + " (last_used_at is null or last_used_at < ?)")
            .param(LocalDateTime.now(ZoneOffset.UTC))
            .param(hash)
            .param(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(1))
            .update());
    return name;
  }

  /** A text nobody can guess: 192 bits, URL-safe. */
  public String randomText() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private Optional<String> hash(String userName) {
    return jdbc.sql("select password_hash from account where user_name = ?")
        .param(userName)
        .query(String.class)
        .optional();
  }

  private void insert(String userName, String password) {
    jdbc.sql("insert into account(user_name, password_hash) values(?, ?)")
        .param(userName)
        .param(encoder.encode(password))
        .update();
  }

  private static void checkPassword(String field, String password, List<FieldProblem> problems) {
    int length = password.getBytes(StandardCharsets.UTF_8).length;
    if (password.length() < PASSWORD_MIN || length > PASSWORD_MAX) {
      problems.add(
          new FieldProblem(
              field, "must have " + PASSWORD_MIN + " to " + PASSWORD_MAX + " characters"));
    }
  }

  private static @Nullable Instant instant(@Nullable LocalDateTime time) {
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
