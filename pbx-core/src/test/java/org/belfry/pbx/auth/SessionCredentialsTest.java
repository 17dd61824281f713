package org.belfry.pbx.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.Messages;
import org.belfry.pbx.auth.AuthVerdict.Accepted;
import org.belfry.pbx.auth.AuthVerdict.ChallengeNeeded;
import org.belfry.pbx.auth.AuthVerdict.Denied;
import org.belfry.pbx.auth.DigestAuthenticator.Role;
import org.belfry.pbx.auth.SessionCredentials.Issued;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;

class SessionCredentialsTest {
  private static final InetAddress BROWSER = InetAddress.ofLiteral("10.0.0.5");
  private final Nonces nonces =
      new Nonces(
          "0123456789abcdef".getBytes(StandardCharsets.US_ASCII),
          Duration.ofHours(3),
          new NonceUses(1000));
  private final SessionCredentials sessions = new SessionCredentials("belfry", new Random(1));
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator("belfry", false, nonces, sessions);
  private final User alice = new User(1, "1001", "Alice", null, "0".repeat(32), "0".repeat(64));
  private Directory directory = directory(alice);

  @Test
  void whatComesWithThemIsTheUsers() {
    Issued issued = sessions.issue("1001", T0);
    for (DigestAlgorithm algorithm : List.of(DigestAlgorithm.MD5, DigestAlgorithm.SHA_256)) {
      assertThat(check(issued.username(), issued.password(), algorithm, T0))
          .isEqualTo(new Accepted(alice));
    }
  }

  @Test
  void theirPasswordIsLookedAt() {
    Issued issued = sessions.issue("1001", T0);
    assertThat(check(issued.username(), "guess", DigestAlgorithm.MD5, T0))
        .isInstanceOf(Denied.class);
  }

  @Test
  void theyEndByThemselvesAndNobodyIsBlamedForThem() {
    Issued issued = sessions.issue("1001", T0);
    Instant before = issued.expiresAt().minusSeconds(1);
    assertThat(check(issued.username(), issued.password(), DigestAlgorithm.MD5, before))
        .isInstanceOf(Accepted.class);
    assertThat(check(issued.username(), issued.password(), DigestAlgorithm.MD5, issued.expiresAt()))
        .isEqualTo(new ChallengeNeeded(false));
  }

  @Test
  void theyEndWithTheirPage() {
    Issued issued = sessions.issue("1001", T0);
    Issued other = sessions.issue("1001", T0);
    sessions.revoke(issued.username());
    assertThat(check(issued.username(), issued.password(), DigestAlgorithm.MD5, T0))
        .isEqualTo(new ChallengeNeeded(false));
    assertThat(check(other.username(), other.password(), DigestAlgorithm.MD5, T0))
        .isInstanceOf(Accepted.class);
  }

  @Test
  void theyEndWithTheirUser() {
    Issued issued = sessions.issue("1001", T0);
    directory = directory();
    assertThat(check(issued.username(), issued.password(), DigestAlgorithm.MD5, T0))
        .isInstanceOf(Denied.class);
  }

  @Test
  void theOldestOfTooManyIsVoid() {
    Issued others = sessions.issue("1002", T0);
    Issued first = sessions.issue("1001", T0);
    Issued second = sessions.issue("1001", T0);
    for (int i = 1; i < SessionCredentials.OF_A_USER_MAX; i++) {
      sessions.issue("1001", T0);
    }
    assertThat(sessions.find(first.username(), T0)).isNull();
    assertThat(sessions.find(second.username(), T0)).isNotNull();
    assertThat(sessions.find(others.username(), T0)).isNotNull();
  }

  @Test
  void theirPasswordIsNotWrittenIntoLogs() {
    Issued issued = sessions.issue("1001", T0);
    assertThat(issued.toString()).doesNotContain(issued.password());
  }

  private AuthVerdict check(
      String username, String password, DigestAlgorithm algorithm, Instant now) {
    String nonce = nonces.issue(BROWSER, T0);
    String ha1 = algorithm.hex(username + ":belfry:" + password);
    String ha2 = algorithm.hex("INVITE:sip:1002@pbx.example");
    String response = algorithm.hex(ha1 + ":" + nonce + ":00000001:cn:auth:" + ha2);
    SipRequest signed =
        Messages.invite()
            .edit()
            .add(
                HeaderName.PROXY_AUTHORIZATION,
                "Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\", uri=\"sip:1002@pbx.example\", response=\"%s\", algorithm=%s, cnonce=\"cn\", qop=auth, nc=00000001"
                    .formatted(
                        username,
                        nonce,
                        response,
                        algorithm == DigestAlgorithm.MD5 ? "MD5" : "SHA-256"))
            .done();
    return authenticator.check(signed, Role.PROXY, BROWSER, directory, now);
  }

  private static Directory directory(User... users) {
    return Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(users), List.of());
  }
}
