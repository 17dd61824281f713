package org.belfry.pbx.admin;

import java.time.Instant;
import java.util.List;
import java.util.Set;
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
   * @throws InvalidCommand when a field cannot be taken
   */
  NewApiToken createApiToken(CreateApiToken command);

  /** Creates a token that may everything and does not expire. */
  default NewApiToken createApiToken(String name) {
    return createApiToken(new CreateApiToken(name, Set.of(Scope.ADMIN), null));
  }

  /**
   * @throws NotFound when there is no such token
   */
  void deleteApiToken(long id);

  /** What the bearer of a token may; the table of routes is in the REST API's manual. */
  enum Scope {
    /** See how the system is set up and what happens. */
    READ,
    /** See, make, move and end calls, and have agents of queues come and go. */
    CALLS,
    /** See health, alarms and metrics. */
    MONITORING,
    /** Everything an administrator may. */
    ADMIN
  }

  /**
   * @param name what the token is for, 1 to 64 characters
   * @param scopes null or none for {@link Scope#ADMIN}
   * @param expiresAt in the future, or null for never
   */
  record CreateApiToken(
      @Nullable String name, @Nullable Set<Scope> scopes, @Nullable Instant expiresAt) {}

  /**
   * @param expiresAt null for never; it is refused from then on
   * @param lastUsedAt to the minute, null when it has never been used
   */
  record ApiTokenView(
      long id,
      String name,
      Set<Scope> scopes,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant lastUsedAt) {}

  /**
   * @param secret the bearer token, shown this once
   */
  record NewApiToken(ApiTokenView token, String secret) {}
}
