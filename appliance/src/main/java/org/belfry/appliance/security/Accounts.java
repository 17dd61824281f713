package org.belfry.appliance.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
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
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final int PASSWORD_MIN = 10;
  private static final int PASSWORD_MAX = 72; // bcrypt reads no further
  private static final String SETUP_TOKEN = "setup.token";
  private static final String FIRST = "@first";
  private static final String ACCOUNT = "account";
  private static final String TOKEN = "api_token";

  private final JdbcClient jdbc;
  private final Settings settings;
  private final PasswordEncoder encoder;
  private final TransactionTemplate transaction;
  private final Sessions sessions;
  private final AuditTrail audit;
  private final SecureRandom random = new SecureRandom();

  Accounts(
      JdbcClient jdbc,
      Settings settings,
      PasswordEncoder encoder,
      TransactionTemplate transaction,
      Sessions sessions,
      AuditTrail audit) {
    this.jdbc = jdbc;
    this.settings = settings;
    this.encoder = encoder;
    this.transaction = transaction;
    this.sessions = sessions;
    this.audit = audit;
  }

  /**
   * A token of the API.
   *
   * @param userId the user of the directory whose it is, or null for an account's
   * @param expiresAt null for never
   */
  record Token(
      String name, @Nullable Long userId, Set<Scope> scopes, @Nullable Instant expiresAt) {}

  /** What the audit log tells of an account that was made. */
  private record Told(Role role) {}

  @Override
  public UserDetails loadUserByUsername(String userName) {
    return jdbc.sql("select user_name, password_hash, totp from account where user_name = ?")
        .param(userName)
        .query((row, n) ->
            User.withUsername(row.getString("user_name"))
                .password(row.getString("password_hash"))
                .roles("ADMIN")
                // A password alone is not enough for them, and here is nowhere to ask for the code:
                // programs have tokens.
                .credentialsExpired(row.getBytes("totp") != null)
                .build())
        .optional()
        // The database takes more names for the same, "ádmin" for one.
        .filter(account -> GuessBrake.same(account.getUsername(), userName))
        .orElseThrow(() -> new UsernameNotFoundException("There is no such account."));
  }

  @Override
  public boolean setupNeeded() {
    return jdbc.sql("select count(*) from account").query(Long.class).single() == 0;
  }

  @Override
  public boolean setupTokenValid(String token) {
    return settings
        .get(SETUP_TOKEN)
        .map(kept -> kept.split("@", -1))
        .filter(kept ->
            MessageDigest.isEqual(
                kept[0].getBytes(StandardCharsets.US_ASCII),
                hex(sha256(token)).getBytes(StandardCharsets.US_ASCII)))
        // One without an end is of a version that had none: each start made a new one then, too.
        .filter(kept -> kept.length > 1 && Instant.now().getEpochSecond() < Long.parseLong(kept[1]))
        .filter(kept -> kept.length == 2 || setupNeeded())
        .isPresent();
  }

  /**
   * Makes a new one-time setup token, good for so long and until there is an account; an older one
   * is void.
   */
  public String newFirstSetupToken(Duration goodFor) {
    return newSetupToken(goodFor, FIRST);
  }

  /**
   * Makes a new setup token for whoever has root on this machine: good for so long, also when there
   * are accounts. An older one is void.
   */
  public String newSetupToken(Duration goodFor) {
    return newSetupToken(goodFor, "");
  }

  private String newSetupToken(Duration goodFor, String kind) {
    String token = randomText();
    long until = Instant.now().plus(goodFor).getEpochSecond();
    settings.set(SETUP_TOKEN, hex(sha256(token)) + "@" + until + kind);
    return token;
  }

  @Override
  public void completeSetup(String token, String userName, String password) {
    List<FieldProblem> problems = new ArrayList<>();
    String name = userName.strip();
    if (name.isEmpty() || name.length() > 64 || name.indexOf(':') >= 0) {
      problems.add(new FieldProblem("userName", "must have 1 to 64 characters and no colon"));
    }
    checkPassword("password", password, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    String done =
        Objects.requireNonNull(
            transaction.execute(status -> {
              if (!setupTokenValid(token)) {
                throw new InvalidCommand(
                    "token", "the setup link has been used or replaced by a newer one");
              }
              String existing = meantBy(name);
              if (existing == null) {
                insert(name, password);
              } else {
                // Who has lost a password may have lost the authenticator too; root on the machine
                // vouches.
                setPassword(existing, password);
                jdbc.sql(
                        "update account set totp = null, totp_step = 0, owner = true where"
                            + " user_name = ?")
                    .param(existing)
                    .update();
              }
              settings.remove(SETUP_TOKEN);
              return existing == null ? name : existing;
            }));
    sessions.end(new Principal.Account(done).text());
    AUDIT.info(
        "administrator made or reset by the setup link account={}",
        BrakedAuthentication.clean(name));
  }

  /** The account that the name is of; the database takes more names for the same. */
  private @Nullable String meantBy(String name) {
    return jdbc.sql("select user_name from account where user_name = ?")
        .param(name)
        .query(String.class)
        .optional()
        .orElse(null);
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
      problems.add(new FieldProblem("oldPassword", "incorrect"));
    }
    checkPassword("newPassword", newPassword, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    setPassword(userName, newPassword);
  }

  @Override
  public List<ApiTokenView> apiTokens() {
    return jdbc.sql(
            "select id, name, scopes, created_at, expires_at, last_used_at from api_token order by"
                + " name, id")
        .query((row, n) ->
            new ApiTokenView(
                row.getLong("id"),
                row.getString("name"),
                scopes(row.getString("scopes")),
                row.getObject("created_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                instant(row.getObject("expires_at", LocalDateTime.class)),
                instant(row.getObject("last_used_at", LocalDateTime.class))))
        .list();
  }

  @Override
  public NewApiToken createApiToken(CreateApiToken command) {
    @Nullable String given = command.name();
    String text = given == null ? "" : given.strip();
    List<FieldProblem> problems = new ArrayList<>();
    if (text.isEmpty() || text.length() > 64) {
      problems.add(new FieldProblem("name", "must have 1 to 64 characters"));
    }
    @Nullable Instant expiresAt = command.expiresAt();
    if (expiresAt != null && !expiresAt.isAfter(Instant.now())) {
      problems.add(new FieldProblem("expiresAt", "must be in the future"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    @Nullable Set<Scope> wanted = command.scopes();
    Set<Scope> scopes =
        wanted == null || wanted.isEmpty() ? EnumSet.of(Scope.ADMIN) : EnumSet.copyOf(wanted);
    @Nullable Token maker = makingToken();
    if (maker != null && maker.expiresAt() != null) {
      // Or a token that ends could make one that does not.
      expiresAt =
          expiresAt == null || expiresAt.isAfter(maker.expiresAt()) ? maker.expiresAt() : expiresAt;
    }
    String secret = "belfry_" + randomText();
    byte[] hash = sha256(secret);
    Token token = new Token(text, maker == null ? maker() : maker.userId(), scopes, expiresAt);
    transaction.executeWithoutResult(status -> {
      jdbc.sql(
              "insert into api_token(name, token_hash, created_at, user_id, scopes, expires_at)"
                  + " values(?, ?, ?, ?, ?, ?)")
          .param(text)
          .param(hash)
          .param(LocalDateTime.now(ZoneOffset.UTC))
          .param(token.userId())
          .param(scopes.stream().map(Scope::name).collect(Collectors.joining(",")))
          .param(
              token.expiresAt() == null
                  ? null
                  : LocalDateTime.ofInstant(token.expiresAt(), ZoneOffset.UTC))
          .update();
      audit.tell(TOKEN, text, null, token);
    });
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
    transaction.executeWithoutResult(status -> {
      Token token =
          jdbc.sql("select name, user_id, scopes, expires_at from api_token where id = ?")
              .param(id)
              .query(Accounts::token)
              .optional()
              .orElseThrow(() -> new NotFound("API token", id));
      jdbc.sql("delete from api_token where id = ?").param(id).update();
      audit.tell(TOKEN, token.name(), token, null);
    });
  }

  /** Ends all tokens that this user has made; to be called in a transaction. */
  void deleteTokensOf(long userId) {
    List<Token> tokens =
        jdbc.sql("select name, user_id, scopes, expires_at from api_token where user_id = ?")
            .param(userId)
            .query(Accounts::token)
            .list();
    jdbc.sql("delete from api_token where user_id = ?").param(userId).update();
    tokens.forEach(token -> audit.tell(TOKEN, token.name(), token, null));
  }

  /** The token that makes another one now, if it is one. */
  private static @Nullable Token makingToken() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && who.getDetails() instanceof Token token ? token : null;
  }

  /** Whose a token is that a person makes now; what a user's token makes is that user's. */
  private static @Nullable Long maker() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who != null && Principal.of(who.getName()) instanceof Principal.OfUser(long id)
        ? id
        : null;
  }

  private static Token token(ResultSet row, int number) throws SQLException {
    return new Token(
        row.getString("name"),
        row.getObject("user_id", Long.class),
        scopes(row.getString("scopes")),
        instant(row.getObject("expires_at", LocalDateTime.class)));
  }

  private static Set<Scope> scopes(String text) {
    EnumSet<Scope> scopes = EnumSet.noneOf(Scope.class);
    for (String each : text.split(",", -1)) {
      scopes.add(Scope.valueOf(each));
    }
    return scopes;
  }

  /**
   * The token with this secret that has not expired, whose maker still administers; notes that it
   * was used. Made in the moment of the demotion it may still be there.
   */
  Optional<Token> token(String secret) {
    byte[] hash = sha256(secret);
    Optional<Token> token =
        jdbc.sql(
                "select name, user_id, scopes, expires_at from api_token t where token_hash = ?"
                    + " and (expires_at is null or expires_at > ?) and (user_id is null or"
                    + " exists (select 1 from web_access w where w.user_id = t.user_id"
                    + " and w.role in ('OWNER', 'ADMIN')))")
            .param(hash)
            .param(LocalDateTime.now(ZoneOffset.UTC))
            .query(Accounts::token)
            .optional();
    token.ifPresent(n ->
        jdbc.sql(
                "update api_token set last_used_at = ? where token_hash = ? and"
                    + " (last_used_at is null or last_used_at < ?)")
            .param(LocalDateTime.now(ZoneOffset.UTC))
            .param(hash)
            .param(LocalDateTime.now(ZoneOffset.UTC).minusMinutes(1))
            .update());
    return token;
  }

  /** A text nobody can guess: 192 bits, URL-safe. */
  public String randomText() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  Optional<String> hash(String userName) {
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
    audit.tell(ACCOUNT, userName, null, new Told(Role.OWNER));
  }

  /**
   * @throws InvalidCommand naming the field when it cannot be taken
   */
  static void checkPassword(String field, String password) {
    List<FieldProblem> problems = new ArrayList<>();
    checkPassword(field, password, problems);
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
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

  static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
