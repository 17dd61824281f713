package org.belfry.appliance.security;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
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
  private final GuessBrake brake = new GuessBrake();

  /**
   * @param told whether those who get in are noted too; not for programs, which come with each
   *     request
   */
  BrakedAuthentication(DaoAuthenticationProvider passwords, boolean told) {
    this.passwords = passwords;
    this.told = told;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt)
      throws AuthenticationException {
    String source =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? details.getRemoteAddress()
            : "unknown";
    String account = attempt.getName();
    Instant now = Instant.now();
    if (brake.mustWait(source, account, now)) {
      throw new LockedException("Too many wrong passwords; wait a little.");
    }
    try {
      Authentication done = passwords.authenticate(attempt);
      brake.succeeded(source, account);
      if (told) {
        AUDIT.info("log-in source=https:{} account={}", source, clean(account));
      }
      return done;
    } catch (BadCredentialsException e) {
      brake.failed(source, account, now);
      AUDIT.warn("log-in failed source=https:{} account={}", source, clean(account));
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
