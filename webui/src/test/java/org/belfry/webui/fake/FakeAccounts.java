package org.belfry.webui.fake;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.AccountAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;

/** Administrators in memory; the setup link's token is {@value #TOKEN}. */
public final class FakeAccounts implements AccountAdmin {
  public static final String TOKEN = "open-sesame";
  private static final int SHORTEST = 10;

  private final List<ApiTokenView> tokens = new ArrayList<>();
  private @Nullable String admin = "admin";
  private String password = "belfry-trial";
  private long lastId;

  public void forgetAdministrators() {
    admin = null;
  }

  public @Nullable String administrator() {
    return admin;
  }

  public void restore() {
    admin = "admin";
    password = "belfry-trial";
    tokens.clear();
  }

  @Override
  public boolean setupNeeded() {
    return admin == null;
  }

  @Override
  public boolean setupTokenValid(String token) {
    return admin == null && token.equals(TOKEN);
  }

  @Override
  public void completeSetup(String token, String userName, String newPassword) {
    if (!setupTokenValid(token)) {
      throw new InvalidCommand("token", "Invalid setup link.");
    }
    if (userName.isBlank()) {
      throw new InvalidCommand("userName", "Please give a user name.");
    }
    checkPassword("password", newPassword);
    admin = userName;
    password = newPassword;
  }

  @Override
  public void changePassword(String userName, String oldPassword, String newPassword) {
    if (!password.equals(oldPassword)) {
      throw new InvalidCommand("oldPassword", "This is not your current password.");
    }
    checkPassword("newPassword", newPassword);
    password = newPassword;
  }

  private static void checkPassword(String field, String password) {
    if (password.length() < SHORTEST) {
      throw new InvalidCommand(field, "A password has at least 10 characters.");
    }
  }

  @Override
  public List<ApiTokenView> apiTokens() {
    return List.copyOf(tokens);
  }

  @Override
  public NewApiToken createApiToken(CreateApiToken command) {
    String name = command.name() == null ? "" : command.name();
    if (name.isBlank()) {
      throw new InvalidCommand("name", "Please say what the token is for.");
    }
    ApiTokenView token =
        new ApiTokenView(
            ++lastId,
            name,
            command.scopes() == null ? Set.of(Scope.ADMIN) : command.scopes(),
            Instant.now(),
            command.expiresAt(),
            null);
    tokens.add(token);
    return new NewApiToken(token, "bf_Zk3vQ8sLm2Xw9RtYpB7nC4dE6fGh1JaU");
  }

  @Override
  public void deleteApiToken(long id) {
    if (!tokens.removeIf(token -> token.id() == id)) {
      throw new NotFound("token", id);
    }
  }
}
