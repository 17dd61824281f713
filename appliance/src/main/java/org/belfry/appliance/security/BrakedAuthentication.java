package org.belfry.appliance.security;

import java.time.Instant;
import java.util.function.UnaryOperator;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.CredentialsExpiredException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.authentication.dao.DaoAuthenticationProvider;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/** Names and passwords, with a brake on guessing and a line in the audit log for each failure. */
final class BrakedAuthentication implements AuthenticationProvider {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final DaoAuthenticationProvider passwords;
  private final boolean told;
  private final GuessBrake brake;
  private final FailedLogIns failures;
  private final UnaryOperator<String> counted;
  private final KeyedLock pairs = new KeyedLock();

  /**
   * @param brake shared by all doors to the same passwords
   * @param failures where failed ones are counted
   * @param told whether successful sign-ins are noted too; not for programs, which come with each
   *     request
   */
  BrakedAuthentication(
      DaoAuthenticationProvider passwords,
      GuessBrake brake,
      FailedLogIns failures,
      boolean told,
      UnaryOperator<String> counted) {
    this.passwords = passwords;
    this.brake = brake;
    this.failures = failures;
    this.told = told;
    this.counted = counted;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt)
      throws AuthenticationException {
    String source =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "unknown";
    String account = counted.apply(attempt.getName());
    // One after the other: a program that asks many things at once with its right password would
    // be taken for one that guesses.
    return pairs.run(
        GuessBrake.network(source) + " " + GuessBrake.folded(account),
        () -> judge(attempt, source, account));
  }

  private @Nullable Authentication judge(Authentication attempt, String source, String account) {
    if (!brake.begin(source, account, Instant.now())) {
      throw new LockedException("Too many wrong passwords; wait a little.");
    }
    try {
      Authentication done =
          brake.knows(source, account)
              ? PasswordWork.familiar(() -> passwords.authenticate(attempt))
              : passwords.authenticate(attempt);
      brake.succeeded(source, account);
      if (told) {
        AUDIT.info("log-in source=https:{} account={}", source, clean(account));
      }
      return done;
    } catch (BadCredentialsException e) {
      AUDIT.warn("log-in failed source=https:{} account={}", source, clean(account));
      failures.tell(told ? Door.PAGES : Door.API, source, account);
      throw e;
    } catch (CredentialsExpiredException e) {
      // The password was right, and a program cannot give the code: somebody may have stolen it.
      AUDIT.warn("log-in without code refused source=https:{} account={}", source, clean(account));
      failures.tell(Door.API, source, account);
      throw e;
    } catch (AuthenticationServiceException e) {
      brake.undone(source, account); // the database is away, or too many sign in
      throw e;
    }
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }

  static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(64).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
