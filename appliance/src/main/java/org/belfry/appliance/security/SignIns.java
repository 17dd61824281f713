package org.belfry.appliance.security;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.PasswordVault;
import org.belfry.appliance.directory.Seniority;
import org.belfry.appliance.directory.SiteIdentity;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.appliance.mail.Outbox;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The commands about signing in; each leaves a line in the audit log. */
@Component
class SignIns implements SignInAdmin, Seniority {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");
  private static final Duration INVITATION = Duration.ofDays(7);
  private static final int TOKEN_BYTES = 24;
  private static final List<String> LANGUAGES = List.of("en", "de");

  private final WebAccessTable table;
  private final Accounts accounts;
  private final DirectoryStore directory;
  private final SiteIdentity site;
  private final PasswordVault vault;
  private final PasswordEncoder encoder;
  private final Sessions sessions;
  private final OwnNames names;
  private final InvitationMail mails;
  private final Outbox outbox;
  private final TransactionTemplate transaction;
  private final AuditTrail audit;
  private final GuessBrake brake = new GuessBrake();
  private final SecureRandom random = new SecureRandom();
  private final InstantSource clock = InstantSource.system();
  private volatile Map<Long, String> extensions;

  SignIns(
      WebAccessTable table,
      Accounts accounts,
      DirectoryStore directory,
      SiteIdentity site,
      PasswordVault vault,
      PasswordEncoder encoder,
      Sessions sessions,
      OwnNames names,
      MailTemplates templates,
      Outbox outbox,
      TransactionTemplate transaction,
      AuditTrail audit) {
    this.table = table;
    this.accounts = accounts;
    this.directory = directory;
    this.site = site;
    this.vault = vault;
    this.encoder = encoder;
    this.sessions = sessions;
    this.names = names;
    this.mails = new InvitationMail(templates);
    this.outbox = outbox;
    this.transaction = transaction;
    this.audit = audit;
    this.extensions = extensions(directory.current());
  }

  /**
   * Who was deleted is signed in no more, and who has another extension signs in anew: pages that
   * are open, and the phone in them, are the old extension's, which may be somebody else's now.
   */
  @EventListener
  void on(DirectoryChanged changed) {
    Map<Long, String> now = extensions(changed.directory());
    Map<Long, String> before = extensions;
    extensions = now;
    sessions.endThose(principal ->
        Principal.of(principal) instanceof Principal.OfUser(long id)
            && !Objects.equals(now.get(id), before.get(id)));
  }

  private static Map<Long, String> extensions(Directory directory) {
    Map<Long, String> extensions = new HashMap<>();
    directory.users().values().forEach(user -> extensions.put(user.id(), user.extension()));
    return extensions;
  }

  @Override
  public SignedIn signedIn(String principal) {
    Principal who = Principal.of(principal);
    WebAccessTable.Row row = row(who);
    return switch (who) {
      case Principal.Account account ->
          new SignedIn(
              principal,
              account.name(),
              row.role(),
              null,
              null,
              row.totp() != null,
              row.language());
      case Principal.OfUser(long id) -> {
        User user = user(id);
        yield new SignedIn(
            principal,
            user.name(),
            row.role(),
            id,
            user.extension(),
            row.totp() != null,
            row.language());
      }
    };
  }

  @Override
  public void speak(String principal, String language) {
    if (!LANGUAGES.contains(language)) {
      throw new InvalidCommand("language", "must be one of " + String.join(", ", LANGUAGES));
    }
    table.setLanguage(Principal.of(principal), language);
  }

  @Override
  public void changePassword(String principal, String oldPassword, String newPassword) {
    Principal who = Principal.of(principal);
    proved(who, "oldPassword", oldPassword);
    Accounts.checkPassword("newPassword", newPassword);
    told(
        who,
        () -> {
          switch (who) {
            case Principal.Account account -> accounts.setPassword(account.name(), newPassword);
            case Principal.OfUser(long id) -> table.setPassword(id, encoder.encode(newPassword));
          }
        });
    AUDIT.info("password changed account={}", shown(who));
    // Whoever knew the old one is out.
    sessions.endOthers(principal, SecurityContextHolder.getContext().getAuthentication());
  }

  @Override
  public NewSecondFactor newSecondFactor(String principal) {
    byte[] secret = Totp.newSecret(random);
    String account = shown(Principal.of(principal)) + "@" + site.domain();
    return new NewSecondFactor(Totp.base32(secret), Totp.uri("Belfry", account, secret));
  }

  @Override
  public void startSecondFactor(String principal, String secret, String code) {
    Principal who = Principal.of(principal);
    if (row(who).totp() != null) {
      // Or whoever finds a page open would put an app of their own in its place, without a
      // password.
      throw new InvalidCommand("code", "already on: turn it off first");
    }
    OptionalLong step = Totp.judge(Totp.bytes(secret), code, clock.instant(), 0);
    if (step.isEmpty()) {
      throw new InvalidCommand("code", "incorrect code");
    }
    told(who, () -> table.setTotp(who, vault.seal(secret), step.getAsLong()));
    AUDIT.info("second factor on account={}", shown(who));
  }

  @Override
  public void stopSecondFactor(String principal, String password) {
    Principal who = Principal.of(principal);
    proved(who, "password", password);
    told(who, () -> table.setTotp(who, null, 0));
    AUDIT.info("second factor off account={}", shown(who));
  }

  /** Whether this is a code of theirs; it is used up then. */
  boolean proves(String principal, String code) {
    Principal who = Principal.of(principal);
    WebAccessTable.Row row = row(who);
    byte[] sealed = row.totp();
    if (sealed == null) {
      return true; // taken away by an administrator since the password was typed
    }
    OptionalLong step =
        Totp.judge(Totp.bytes(vault.open(sealed)), code, clock.instant(), row.totpStep());
    return step.isPresent() && table.use(who, step.getAsLong());
  }

  @Override
  public WebAccess access(long userId) {
    user(userId);
    WebAccessTable.Row row = table.user(userId);
    Instant until = row.invitedUntil();
    return new WebAccess(
        row.role(),
        row.passwordHash() != null,
        row.totp() != null,
        until != null && until.isAfter(clock.instant()) ? until : null);
  }

  @Override
  public void change(String by, long userId, @Nullable Role role, @Nullable String password) {
    User user = user(userId);
    mayManage(by, userId);
    if (role != null) {
      mayGive(by, userId, role);
    }
    if (password != null) {
      notOneself(by, userId);
      Accounts.checkPassword("password", password);
    }
    Principal.OfUser who = new Principal.OfUser(userId);
    told(
        who,
        () -> {
          if (role != null) {
            setRole(userId, role);
          }
          if (password != null) {
            table.setPassword(userId, encoder.encode(password));
          }
        });
    if (role != null) {
      AUDIT.info("role changed user={} role={} by={}", user.extension(), role, shown(by));
    }
    if (password != null) {
      AUDIT.info("password set user={} by={}", user.extension(), shown(by));
    }
    sessions.end(who.text());
  }

  private void setRole(long userId, Role role) {
    boolean promoted = administers(role) && !administers(table.user(userId).role());
    table.setRole(userId, role);
    if (promoted) {
      // An administrator may have set the password; the owner who promotes hands on a link.
      table.setPassword(userId, null);
    }
    if (administers(role)) {
      // An administrator may have the link of one who was an ordinary user.
      table.withdrawInvitation(userId);
    } else {
      accounts.deleteTokensOf(userId);
    }
  }

  private static boolean administers(Role role) {
    return role.compareTo(Role.ADMIN) <= 0;
  }

  @Override
  public Invitation invite(String by, long userId, String baseUrl, String language) {
    User user = user(userId);
    mayManage(by, userId);
    notOneself(by, userId);
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Instant until = clock.instant().plus(INVITATION);
    told(new Principal.OfUser(userId), () -> table.invite(userId, Accounts.sha256(token), until));
    String link = names.base(baseUrl) + "welcome?token=" + token;
    String to = user.email();
    // Every administrator may lead mail elsewhere, and change addresses and texts.
    boolean mailed =
        to != null
            && !administers(table.user(userId).role())
            && outbox.put(mails.of(user, to, link, until, Locale.forLanguageTag(language)));
    AUDIT.info("invited user={} mailed={} by={}", user.extension(), mailed, shown(by));
    return new Invitation(link, until, mailed ? to : null);
  }

  @Override
  public void dropSecondFactor(String by, long userId) {
    User user = user(userId);
    mayManage(by, userId);
    notOneself(by, userId);
    Principal.OfUser who = new Principal.OfUser(userId);
    told(who, () -> table.setTotp(who, null, 0));
    AUDIT.info("second factor dropped user={} by={}", user.extension(), shown(by));
  }

  @Override
  public void withdraw(String by, long userId) {
    User user = user(userId);
    mayManage(by, userId);
    told(
        new Principal.OfUser(userId),
        () -> {
          table.setPassword(userId, null);
          accounts.deleteTokensOf(userId);
        });
    AUDIT.info("web access withdrawn user={} by={}", user.extension(), shown(by));
    sessions.end(new Principal.OfUser(userId).text());
  }

  @Override
  public Optional<String> invited(String token) {
    return table.invited(Accounts.sha256(token), clock.instant()).map(id -> user(id).name());
  }

  @Override
  public void accept(String token, String password) {
    Accounts.checkPassword("password", password);
    long userId =
        table
            .invited(Accounts.sha256(token), clock.instant())
            .orElseThrow(
                () -> new InvalidCommand("token", "the link has been used or has expired"));
    told(new Principal.OfUser(userId), () -> table.setPassword(userId, encoder.encode(password)));
    AUDIT.info("invitation accepted user={}", user(userId).extension());
    sessions.end(new Principal.OfUser(userId).text());
  }

  /** Administrators are the owners' business. */
  private void mayManage(String by, long userId) {
    if (administers(table.user(userId).role()) && !owns(by)) {
      throw new InvalidCommand("role", "only an owner can change an administrator's access");
    }
  }

  /** Or whoever finds a page open would need neither the old password nor the authenticator. */
  private static void notOneself(String by, long userId) {
    if (Principal.of(by).equals(new Principal.OfUser(userId))) {
      throw new InvalidCommand(
          "password", "your own is changed in your settings, with the password you have");
    }
  }

  private void mayGive(String by, long userId, Role role) {
    if (administers(role) && !owns(by)) {
      throw new InvalidCommand("role", "only an owner can appoint administrators");
    }
    if (Principal.of(by).equals(new Principal.OfUser(userId))) {
      throw new InvalidCommand("role", "you cannot change your own role");
    }
  }

  @Override
  public void mayDelete(long userId) {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    if (who != null && administers(table.user(userId).role()) && !owns(who.getName())) {
      throw new InvalidCommand("role", "only an owner can delete an administrator");
    }
  }

  @Override
  public boolean owns() {
    Authentication who = SecurityContextHolder.getContext().getAuthentication();
    return who == null || owns(who.getName());
  }

  /**
   * How somebody signs in, as the audit log tells it.
   *
   * @param password its hash, which is masked there
   */
  private record Told(
      Role role, @Nullable String password, boolean secondFactor, @Nullable Instant invitedUntil) {
    static Told of(WebAccessTable.Row row) {
      return new Told(row.role(), row.passwordHash(), row.totp() != null, row.invitedUntil());
    }
  }

  /** Makes these changes, all or none, and tells the audit log what they were. */
  private void told(Principal who, Runnable changes) {
    transaction.executeWithoutResult(status -> {
      Told before = Told.of(row(who));
      changes.run();
      audit.tell(
          who instanceof Principal.Account ? "account" : "web_access",
          shown(who),
          before,
          Told.of(row(who)));
    });
  }

  /** No token does: every administrator can make one, and would be an owner by it. */
  private boolean owns(String by) {
    return !by.startsWith(TokenFilter.PRINCIPAL) && row(Principal.of(by)).role() == Role.OWNER;
  }

  /** Whoever finds a page open may guess here no faster than at the door. */
  private void proved(Principal who, String field, String password) {
    if (!brake.begin("", who.text(), clock.instant())) {
      throw new InvalidCommand(field, "too many failed attempts; try again later");
    }
    if (!matches(row(who), password)) {
      throw new InvalidCommand(field, "incorrect");
    }
    brake.succeeded("", who.text());
  }

  private boolean matches(WebAccessTable.Row row, String password) {
    return row.passwordHash() != null && encoder.matches(password, row.passwordHash());
  }

  private WebAccessTable.Row row(Principal who) {
    return switch (who) {
      case Principal.Account(String name) ->
          table.account(name).orElseThrow(() -> new NotFound("account", name));
      case Principal.OfUser(long id) -> table.user(user(id).id());
    };
  }

  private User user(long id) {
    return directory.current().users().values().stream()
        .filter(user -> user.id() == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("user", id));
  }

  private String shown(String principal) {
    return shown(Principal.of(principal));
  }

  private String shown(Principal who) {
    return BrakedAuthentication.clean(
        switch (who) {
          case Principal.Account(String name) -> name;
          case Principal.OfUser(long id) -> user(id).extension();
        });
  }
}
