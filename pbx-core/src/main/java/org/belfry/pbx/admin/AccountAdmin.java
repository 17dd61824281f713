package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Administrators' accounts, the one-time setup link and API tokens. The link is made at each start
 * while there is no administrator, and later for whoever has root on the machine.
 */
public interface AccountAdmin {

  /** True until the first administrator exists. */
  boolean setupNeeded();

  /** True when this is the unused token of the one-time setup link. */
  boolean setupTokenValid(String token);

  /**
   * Creates an administrator, or gives the one of this name a new password without a second factor,
   * and voids the setup link.
   *
   * @throws InvalidCommand when the token, the name or the password cannot be taken (password: at
   *     least 10 characters)
   */
  void completeSetup(String token, String userName, String password);

  /**
   * @throws InvalidCommand when the old password is wrong or the new one cannot be taken
   */
  void changePassword(String userName, String oldPassword, String newPassword);

  List<ApiTokenView> apiTokens();

  /**
   * @param name what the token is for, 1 to 64 characters
   * @throws InvalidCommand when the name cannot be taken
   */
  NewApiToken createApiToken(String name);

  /**
   * @throws NotFound when there is no such token
   */
  void deleteApiToken(long id);

  record ApiTokenView(long id, String name, Instant createdAt, @Nullable Instant lastUsedAt) {}

  /**
   * @param secret the bearer token, shown this once
   */
  record NewApiToken(ApiTokenView token, String secret) {}
}
