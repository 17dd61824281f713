package org.belfry.appliance.security;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.belfry.appliance.guard.FailedLogIns;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.sip.AddressText;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.security.authentication.AuthenticationProvider;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.web.authentication.WebAuthenticationDetails;

/**
 * Users by extension and SIP password, for what a phone may ask over HTTPS. Wrong ones count at the
 * {@link Guard} as those of SIP do, so that nobody guesses at one door what the other has shut.
 */
final class PhoneAuthentication implements AuthenticationProvider {
  private static final Logger AUDIT = LoggerFactory.getLogger("audit");

  private final Supplier<Directory> directory;
  private final String realm;
  private final Guard guard;
  private final FailedLogIns failures;

  PhoneAuthentication(
      Supplier<Directory> directory, String realm, Guard guard, FailedLogIns failures) {
    this.directory = directory;
    this.realm = realm;
    this.guard = guard;
    this.failures = failures;
  }

  @Override
  public @Nullable Authentication authenticate(Authentication attempt)
      throws AuthenticationException {
    InetAddress source =
        attempt.getDetails() instanceof WebAuthenticationDetails details
            ? InetAddress.ofLiteral(details.getRemoteAddress())
            : InetAddress.getLoopbackAddress();
    Instant now = Instant.now();
    String name = attempt.getName();
    if (!guard.admits(source, Instant::now) || guard.blocks(source, name, now)) {
      throw new LockedException("Too many wrong passwords; wait a little.");
    }
    User user = directory.get().user(name);
    if (user == null || !matches(user, String.valueOf(attempt.getCredentials()))) {
      guard.failed(source, name, Guard.Standing.KNOWN, now);
      AUDIT.warn(
          "log-in failed source=https:{} extension={}",
          AddressText.of(source),
          BrakedAuthentication.clean(name));
      failures.tell(Door.SIP, AddressText.of(source), name);
      throw new BadCredentialsException("The extension or its SIP password is wrong.");
    }
    return UsernamePasswordAuthenticationToken.authenticated(
        user.extension(), null, List.of(new SimpleGrantedAuthority("ROLE_PHONE")));
  }

  private boolean matches(User user, String password) {
    String text = user.extension() + ":" + realm + ":" + password;
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return MessageDigest.isEqual(hash, HexFormat.of().parseHex(user.ha1Sha256()));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  @Override
  public boolean supports(Class<?> authentication) {
    return UsernamePasswordAuthenticationToken.class.isAssignableFrom(authentication);
  }
}
