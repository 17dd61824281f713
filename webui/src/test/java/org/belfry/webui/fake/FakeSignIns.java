package org.belfry.webui.fake;

import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.jspecify.annotations.Nullable;

/** Signing in, in memory. A principal is an extension, or the administrator's name. */
public final class FakeSignIns implements SignInAdmin {
  /** The code that is always right. */
  public static final String CODE = "123456";

  private final FakePbx pbx;
  private final FakeAccounts accounts;
  private final Map<Long, Role> roles = new HashMap<>();
  private final Map<Long, String> passwords = new HashMap<>();
  private final Map<String, Long> invitations = new HashMap<>();
  private final Set<String> factors = new HashSet<>();
  private final Map<String, String> languages = new HashMap<>();

  public FakeSignIns(FakePbx pbx, FakeAccounts accounts) {
    this.pbx = pbx;
    this.accounts = accounts;
  }

  public void clear() {
    roles.clear();
    passwords.clear();
    invitations.clear();
    factors.clear();
    languages.clear();
  }

  public @Nullable String password(long userId) {
    return passwords.get(userId);
  }

  @Override
  public SignedIn signedIn(String principal) {
    boolean factor = factors.contains(principal);
    String language = languages.get(principal);
    if (principal.equals(accounts.administrator())) {
      return new SignedIn(principal, principal, Role.OWNER, null, null, factor, language);
    }
    // A test opens its first page before it has made its users.
    return pbx.users().stream()
        .filter(each -> each.extension().equals(principal))
        .findFirst()
        .map(user ->
            new SignedIn(
                principal,
                user.name(),
                roles.getOrDefault(user.id(), Role.USER),
                user.id(),
                user.extension(),
                factor,
                language))
        .orElseGet(
            () -> new SignedIn(principal, principal, Role.USER, 0L, principal, factor, language));
  }

  @Override
  public void speak(String principal, String language) {
    languages.put(principal, language);
  }

  @Override
  public void changePassword(String principal, String oldPassword, String newPassword) {
    Long id = signedIn(principal).userId();
    if (id == null) {
      accounts.changePassword(principal, oldPassword, newPassword);
      return;
    }
    if (!oldPassword.equals(passwords.get(id))) {
      throw new InvalidCommand("oldPassword", "incorrect");
    }
    take("newPassword", id, newPassword);
  }

  @Override
  public NewSecondFactor newSecondFactor(String principal) {
    return new NewSecondFactor(
        "JBSWY3DPEHPK3PXP", "otpauth://totp/Belfry:" + principal + "?secret=JBSWY3DPEHPK3PXP");
  }

  @Override
  public void startSecondFactor(String principal, String secret, String code) {
    if (!code.equals(CODE)) {
      throw new InvalidCommand("code", "incorrect code");
    }
    factors.add(principal);
  }

  @Override
  public void stopSecondFactor(String principal, String password) {
    Long id = signedIn(principal).userId();
    if (id != null && !password.equals(passwords.get(id))) {
      throw new InvalidCommand("password", "incorrect");
    }
    factors.remove(principal);
  }

  @Override
  public WebAccess access(long userId) {
    return new WebAccess(
        roles.getOrDefault(userId, Role.USER),
        passwords.containsKey(userId),
        false,
        invitations.containsValue(userId) ? Instant.now().plusSeconds(3600) : null);
  }

  @Override
  public void change(String by, long userId, @Nullable Role role, @Nullable String password) {
    if (password != null) {
      take("password", userId, password);
    }
    if (role != null) {
      roles.put(userId, role);
    }
  }

  @Override
  public Invitation invite(String by, long userId, String baseUrl, String language) {
    String token = "invitation-" + userId;
    invitations.put(token, userId);
    return new Invitation(
        baseUrl + "welcome?token=" + token,
        Instant.now().plusSeconds(7 * 24 * 3600),
        pbx.user(userId).orElseThrow().email());
  }

  @Override
  public void dropSecondFactor(String by, long userId) {
    factors.remove(pbx.user(userId).orElseThrow().extension());
  }

  @Override
  public void withdraw(String by, long userId) {
    passwords.remove(userId);
  }

  @Override
  public Optional<String> invited(String token) {
    return Optional.ofNullable(invitations.get(token)).flatMap(pbx::user).map(UserView::name);
  }

  @Override
  public void accept(String token, String password) {
    Long id = invitations.get(token);
    if (id == null) {
      throw new InvalidCommand("token", "the link has been used or has expired");
    }
    take("password", id, password);
    invitations.remove(token);
  }

  private void take(String field, long userId, String password) {
    if (password.length() < 10) {
      throw new InvalidCommand(field, "must have 10 to 72 characters");
    }
    passwords.put(userId, password);
  }
}
