package org.belfry.pbx.fuzz;

import static org.belfry.pbx.fuzz.MessageFuzz.refusedOr;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.auth.DigestAuthenticator;
import org.belfry.pbx.auth.NonceUses;
import org.belfry.pbx.auth.Nonces;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.SipRequest;

/** Credentials of anything are judged or refused. */
public final class DigestFuzz {
  private static final InetAddress FROM = InetAddress.ofLiteral("10.0.0.5");
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Directory DIRECTORY =
      Directory.of(
          1,
          "pbx.example",
          Set.of("pbx.example"),
          List.of(new User(1, "1001", "Alice", null, "0".repeat(32), "0".repeat(64))),
          List.of());

  private DigestFuzz() {}

  public static void fuzzerTestOneInput(byte[] data) {
    String text = new String(data, StandardCharsets.UTF_8);
    for (String value : new String[] {text, "Digest " + text}) {
      SipRequest request =
          SipRequest.create(Method.REGISTER, "sip:pbx.example")
              .add(HeaderName.AUTHORIZATION, value)
              .done();
      DigestAuthenticator authenticator =
          new DigestAuthenticator(
              "belfry", false, new Nonces(new byte[16], Duration.ofMinutes(5), new NonceUses(100)));
      refusedOr(() ->
          authenticator.check(request, DigestAuthenticator.Role.REGISTRAR, FROM, DIRECTORY, NOW));
    }
  }
}
