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

/**
 * Names and passwords of administrators, with a brake on guessing and a line in the audit log for
 * each failure.
 */
final class BrakedAuthentication implements AuthenticationProvider {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final DaoAuthenticationProvider passwords;
  private final GuessBrake brake = new GuessBrake();

  BrakedAuthentication(DaoAuthenticationProvider passwords) {
    this.passwords = passwords;
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

  private static String clean(String text) {
    StringBuilder out = new StringBuilder();
    text.chars().limit(64).forEach(c -> out.append(c > ' ' && c < 0x7f ? (char) c : '?'));
    return out.toString();
  }
}
