package org.belfry.appliance.security;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * Ends the access of streams: their token may be deleted or expire, or the password change, while
 * no filter sees a request that is already being answered.
 */
@Component
public class OngoingAccess {
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final String BEARER = "Bearer ";

  private final Accounts accounts;
  private final LocalAccess local;

  OngoingAccess(Accounts accounts, LocalAccess local) {
    this.accounts = accounts;
    this.local = local;
  }

  /**
   * @param request that was let in
   * @return to be asked by one thread, as often as it likes: it looks every few seconds
   */
  public BooleanSupplier of(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header != null && header.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      String secret = header.substring(BEARER.length()).strip();
      return new Looked(() -> local.isToken(secret) || accounts.token(secret).isPresent());
    }
    String account = String.valueOf(request.getRemoteUser());
    Optional<String> password = accounts.hash(account);
    return new Looked(() -> password.isPresent() && password.equals(accounts.hash(account)));
  }

  private static final class Looked implements BooleanSupplier {
    private final BooleanSupplier may;
    private long next = System.nanoTime() + EVERY.toNanos();
    private boolean known = true;

    Looked(BooleanSupplier may) {
      this.may = may;
    }

    @Override
    public boolean getAsBoolean() {
      if (known && System.nanoTime() - next >= 0) {
        known = asked();
        next = System.nanoTime() + EVERY.toNanos();
      }
      return known;
    }

    /** Calls continue without the database, and so does the event stream. */
    private boolean asked() {
      try {
        return may.getAsBoolean();
      } catch (DataAccessException away) {
        return true;
      }
    }
  }
}
