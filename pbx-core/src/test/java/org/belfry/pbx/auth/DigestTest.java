package org.belfry.pbx.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.auth.DigestAuthenticator.Role;
import org.belfry.pbx.directory.CallSettings;
import org.belfry.pbx.directory.DialPlan;
import org.belfry.pbx.directory.DigestOffer;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.MediaEncryption;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Rfc("7616")
class DigestTest {
  private static final InetAddress PHONE = InetAddress.ofLiteral("10.0.0.5");
  private static final InetAddress ELSEWHERE = InetAddress.ofLiteral("10.0.0.66");
  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final User ALICE =
      new User(
          1,
          "1001",
          "Alice",
          null,
          hash("MD5", "1001:belfry:secret"),
          hash("SHA-256", "1001:belfry:secret"));
  private final Nonces nonces = new Nonces(SECRET, Duration.ofMinutes(10), new NonceUses(1000));
  private final DigestAuthenticator authenticator =
      new DigestAuthenticator("belfry", false, nonces);
  private final Directory directory = site(ALICE, DialPlan.EMPTY);

  private static Directory site(User user, DialPlan plan) {
    return Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(user), List.of(), plan);
  }

  @Test
  void aRequestWithoutCredentialsIsChallenged() {
    assertThat(check(Messages.invite(), T0)).isEqualTo(new AuthVerdict.ChallengeNeeded(false));
  }

  @Test
  @Rfc(value = "8760 2.4", other = true)
  void bothAlgorithmsAreOffered() {
    SipResponse challenge = challenged(Messages.invite(), Transport.UDP, directory);
    assertThat(challenge.status()).isEqualTo(407);
    assertThat(challenge.headers(HeaderName.PROXY_AUTHENTICATE)).hasSize(2);
    assertThat(challenge.headers(HeaderName.PROXY_AUTHENTICATE).get(0)).contains("algorithm=MD5");
    assertThat(challenge.headers(HeaderName.PROXY_AUTHENTICATE).get(1))
        .contains("algorithm=SHA-256");
  }

  @Test
  void agentsThatFailOnASecondChallengeGetOne() {
    SipRequest invite =
        Messages.invite().edit().add(HeaderName.USER_AGENT, "baresip v1.0.0 (x86_64/linux)").done();
    SipResponse challenge = challenged(invite, Transport.WSS, directory);
    assertThat(algorithms(challenge)).containsExactly("MD5");
  }

  @ParameterizedTest
  @EnumSource(
      value = Transport.class,
      names = {"WS", "WSS"})
  @Rfc(value = "8760 2.4", other = true)
  void overWebSocketMd5IsLastForThereAreClientsThatReadTheLastChallengeOnly(Transport transport) {
    assertThat(algorithms(challenged(Messages.invite(), transport, directory)))
        .containsExactly("SHA-256", "MD5");
  }

  @Test
  void aSiteCanOfferMd5Only() {
    DialPlan plan = DialPlan.EMPTY.edit().digest(DigestOffer.MD5).done();
    assertThat(algorithms(challenged(Messages.invite(), Transport.WSS, site(ALICE, plan))))
        .containsExactly("MD5");
  }

  @Test
  void aUserCanBeOfferedMd5OnlyAndBothWhereTheSiteOffersMd5Only() {
    DialPlan weak = DialPlan.EMPTY.edit().digest(DigestOffer.MD5).done();
    Directory its = site(with(DigestOffer.MD5), DialPlan.EMPTY);
    Directory others = site(with(DigestOffer.BOTH), weak);
    assertThat(algorithms(challenged(from("1001"), Transport.UDP, its))).containsExactly("MD5");
    assertThat(algorithms(challenged(from("1002"), Transport.UDP, its)))
        .containsExactly("MD5", "SHA-256");
    assertThat(algorithms(challenged(from("1002"), Transport.UDP, others))).containsExactly("MD5");
    assertThat(algorithms(challenged(from("1001"), Transport.UDP, others)))
        .containsExactly("MD5", "SHA-256");
  }

  private static SipRequest from(String extension) {
    return Messages.invite()
        .edit()
        .set(HeaderName.FROM, "<sip:" + extension + "@pbx.example>;tag=a")
        .done();
  }

  private static User with(DigestOffer offer) {
    return new User(
        1,
        "1001",
        "Alice",
        null,
        ALICE.ha1Md5(),
        ALICE.ha1Sha256(),
        MediaEncryption.SITE,
        offer,
        CallSettings.DEFAULT,
        null);
  }

  private SipResponse challenged(SipRequest request, Transport transport, Directory in) {
    Hop from = Hop.to(transport, new InetSocketAddress(PHONE, 5060));
    return authenticator.challenge(request, Role.PROXY, false, "t", from, in, T0);
  }

  private static List<String> algorithms(SipResponse challenge) {
    return challenge.headers(HeaderName.PROXY_AUTHENTICATE).stream()
        .map(line -> line.substring(line.indexOf("algorithm=") + "algorithm=".length()))
        .toList();
  }

  @Test
  @Rfc("3.4.1")
  void theRightPasswordIsAcceptedWithEitherAlgorithm() {
    for (String algorithm : List.of("MD5", "SHA-256")) {
      assertThat(check(signed(nonces.issue(PHONE, T0), 1, "secret", algorithm), T0))
          .isInstanceOf(AuthVerdict.Accepted.class);
    }
  }

  @Test
  void aWrongPasswordAndAnUnknownUserAreDenied() {
    assertThat(check(signed(nonces.issue(PHONE, T0), 1, "guess", "MD5"), T0))
        .isInstanceOf(AuthVerdict.Denied.class);
    SipRequest unknown = signed(nonces.issue(PHONE, T0), 1, "secret", "MD5", "9999");
    assertThat(check(unknown, T0)).isInstanceOf(AuthVerdict.Denied.class);
  }

  @Test
  @Rfc("3.4.5")
  void aReplayIsStaleAndAHigherCountIsNot() {
    String nonce = nonces.issue(PHONE, T0);
    assertThat(check(signed(nonce, 1, "secret", "MD5"), T0))
        .isInstanceOf(AuthVerdict.Accepted.class);
    assertThat(check(signed(nonce, 1, "secret", "MD5"), T0))
        .isEqualTo(new AuthVerdict.ChallengeNeeded(true));
    assertThat(check(signed(nonce, 2, "secret", "MD5"), T0))
        .isInstanceOf(AuthVerdict.Accepted.class);
  }

  @Test
  @Rfc("3.3")
  void anOldNonceIsStaleSoThatThePhoneTriesAgainWithoutAskingForAPassword() {
    String nonce = nonces.issue(PHONE, T0);
    assertThat(check(signed(nonce, 1, "secret", "MD5"), T0.plusSeconds(601)))
        .isEqualTo(new AuthVerdict.ChallengeNeeded(true));
  }

  @Test
  @Rfc("3.3")
  void aNonceThatIsNotGoodIsStaleWhateverThePasswordSoThatNoneCanBeTriedWithIt() {
    String old = nonces.issue(PHONE, T0.minusSeconds(3600));
    for (String nonce : List.of("f".repeat(Nonces.LENGTH), "short", old)) {
      for (String password : List.of("secret", "guess")) {
        for (String user : List.of("1001", "9999")) {
          assertThat(check(signed(nonce, 1, password, "MD5", user), T0))
              .isEqualTo(new AuthVerdict.ChallengeNeeded(true));
        }
      }
    }
  }

  @Test
  @Rfc("5.4")
  void aCapturedRequestIsWorthNothingAtAnotherAddress() {
    SipRequest captured = signed(nonces.issue(PHONE, T0), 1, "secret", "MD5");
    assertThat(authenticator.check(captured, Role.PROXY, ELSEWHERE, directory, T0))
        .isEqualTo(new AuthVerdict.ChallengeNeeded(true));
  }

  @Test
  @Rfc("5.4")
  void aCapturedRequestIsWorthNothingInAnotherLane() {
    NonceUses shared = new NonceUses(1000);
    Nonces one = new Nonces(SECRET, Duration.ofMinutes(10), shared);
    Nonces other = new Nonces(SECRET, Duration.ofMinutes(10), shared);
    SipRequest request = signed(one.issue(PHONE, T0), 1, "secret", "MD5");
    assertThat(
            new DigestAuthenticator("belfry", false, one)
                .check(request, Role.PROXY, PHONE, directory, T0))
        .isInstanceOf(AuthVerdict.Accepted.class);
    assertThat(
            new DigestAuthenticator("belfry", false, other)
                .check(request, Role.PROXY, PHONE, directory, T0))
        .isEqualTo(new AuthVerdict.ChallengeNeeded(true));
  }

  /** Also with a wrong password, and for nobody: none can be tried this way. */
  @Test
  @Rfc("3.4.6")
  void credentialsForAnotherRequestAreNotAcceptedWhateverThePassword() {
    for (String password : List.of("secret", "guess")) {
      for (String user : List.of("1001", "9999")) {
        SipRequest moved =
            signed(nonces.issue(PHONE, T0), 1, password, "MD5", user)
                .editWithUri("sip:1003@pbx.example")
                .done();
        assertThat(check(moved, T0)).isEqualTo(new AuthVerdict.Misdirected(user));
      }
    }
  }

  @Test
  void usedNoncesAreForgottenOnlyTogetherWithTheirValidity() {
    String first = nonces.issue(PHONE, T0);
    assertThat(nonces.use(first, 1)).isTrue();
    for (int i = 0; i < 3000; i++) { // three times the capacity
      Instant later = T0.plusMillis(10 + i);
      nonces.use(nonces.issue(PHONE, later), 1);
    }
    assertThat(nonces.judge(first, PHONE, T0.plusSeconds(5))).isEqualTo(Nonces.Worth.STALE);
  }

  @Test
  void credentialsForAnotherRealmAreNotOurs() {
    SipRequest other =
        Messages.invite()
            .edit()
            .add(
                HeaderName.PROXY_AUTHORIZATION,
                "Digest username=\"1001\", realm=\"other\", nonce=\"n\", uri=\"sip:a@b\","
                    + " response=\"r\"")
            .done();
    assertThat(check(other, T0)).isEqualTo(new AuthVerdict.ChallengeNeeded(false));
  }

  private AuthVerdict check(SipRequest request, Instant now) {
    return authenticator.check(request, Role.PROXY, PHONE, directory, now);
  }

  private static SipRequest signed(String nonce, int count, String password, String algorithm) {
    return signed(nonce, count, password, algorithm, "1001");
  }

  private static SipRequest signed(
      String nonce, int count, String password, String algorithm, String user) {
    String nc = "%08x".formatted(count);
    String ha1 = hash(algorithm, user + ":belfry:" + password);
    String ha2 = hash(algorithm, "INVITE:sip:1002@pbx.example");
    String response = hash(algorithm, ha1 + ":" + nonce + ":" + nc + ":cn:auth:" + ha2);
    return Messages.invite()
        .edit()
        .add(
            HeaderName.PROXY_AUTHORIZATION,
            "Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\", uri=\"sip:1002@pbx.example\", response=\"%s\", algorithm=%s, cnonce=\"cn\", qop=auth, nc=%s"
                .formatted(user, nonce, response, algorithm, nc))
        .done();
  }

  private static String hash(String algorithm, String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
