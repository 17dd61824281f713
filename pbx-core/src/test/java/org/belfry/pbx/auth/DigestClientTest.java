package org.belfry.pbx.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.auth.DigestAuthenticator.Role;
import org.belfry.pbx.auth.DigestClient.Outcome;
import org.belfry.pbx.auth.DigestClient.Why;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.DigestChallenge;
import org.belfry.pbx.sip.DigestCredentials;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Rfc("7616")
class DigestClientTest {
  private static final String SHA256 =
      "Digest realm=\"itsp\", nonce=\"n256\", qop=\"auth\", algorithm=SHA-256";
  private static final String MD5 =
      "Digest realm=\"itsp\", nonce=\"nmd5\", qop=\"auth,auth-int\", algorithm=MD5";

  private final DigestClient client = DigestClient.of(new DigestAccount("1001", "secret"));

  @ParameterizedTest
  @Rfc("3.9.1")
  @CsvSource({
    "MD5,     8ca523f5e9506fed4657c9700eebdbec",
    "SHA-256, 753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1"
  })
  void theResponsesAreThoseOfTheRfc(String algorithm, String response) {
    var challenge =
        new DigestChallenge(
            "http-auth@example.org",
            "7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
            "FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS",
            algorithm,
            List.of("auth", "auth-int"),
            false);
    assertThat(
            DigestAnswer.response(
                challenge,
                DigestAlgorithm.named(algorithm),
                new DigestAccount("Mufasa", "Circle of Life"),
                "GET",
                "/dir/index.html",
                "00000001",
                "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ",
                "auth",
                new byte[0]))
        .isEqualTo(response);
  }

  @Test
  @Rfc(value = "2617 3.5", other = true)
  void theResponseIsThatOfTheOlderRfc() {
    var challenge =
        new DigestChallenge(
            "testrealm@host.com",
            "dcd98b7102dd2f0e8b11d0f600bfb0c093",
            "5ccc069c403ebaf9f0171e9517f40e41",
            "MD5",
            List.of("auth", "auth-int"),
            false);
    assertThat(
            DigestAnswer.response(
                challenge,
                DigestAlgorithm.MD5,
                new DigestAccount("Mufasa", "Circle Of Life"),
                "GET",
                "/dir/index.html",
                "00000001",
                "0a4f113b",
                "auth",
                new byte[0]))
        .isEqualTo("6629fae49393a05397450978507c4ef1");
  }

  /** What we would believe ourselves is right. */
  @ParameterizedTest
  @ValueSource(strings = {"MD5", "SHA-256"})
  void ourOwnServerTakesTheCredentials(String only) {
    var nonces = new Nonces(new byte[16], Duration.ofMinutes(10), new NonceUses(100));
    var server = new DigestAuthenticator("belfry", true, nonces);
    var alice = new User(1, "1001", "Alice", null, ha1("MD5"), ha1("SHA-256"));
    var directory =
        Directory.of(1, "pbx.example", Set.of("pbx.example"), List.of(alice), List.of());
    var from = InetAddress.ofLiteral("10.0.0.5");
    var hop = Hop.to(Transport.UDP, new InetSocketAddress(from, 5060));
    SipRequest bare = Messages.invite();
    SipResponse both = server.challenge(bare, Role.PROXY, false, "t", hop, directory, T0);
    String kept =
        both.headers(HeaderName.PROXY_AUTHENTICATE).stream()
            .filter(line -> line.endsWith("=" + only))
            .findFirst()
            .orElseThrow();
    SipResponse one = both.edit().set(HeaderName.PROXY_AUTHENTICATE, kept).done();

    DigestClient now = again(client.challenged(bare, one));
    for (int i = 0; i < 3; i++) { // with counts that go up
      DigestClient.Signed signed = now.sign(bare, "cnonce-" + i);
      assertThat(server.check(signed.request(), Role.PROXY, from, directory, T0))
          .isEqualTo(new AuthVerdict.Accepted(alice));
      now = signed.next().accepted();
    }
  }

  @Test
  @Rfc(value = "8760 2.4", other = true)
  void theStrongestChallengeThatWeKnowIsAnsweredInWhateverOrderTheyStand() {
    String stranger = "Digest realm=\"itsp\", nonce=\"x\", algorithm=SHA3-512";
    for (List<String> order : List.of(List.of(MD5, stranger, SHA256), List.of(SHA256, MD5))) {
      DigestClient next = again(client.challenged(Messages.invite(), challenges(401, order)));
      assertThat(credentials(next, HeaderName.AUTHORIZATION))
          .singleElement()
          .matches(c -> c.algorithm().equals("SHA-256") && c.nonce().equals("n256"));
    }
  }

  @Test
  @Rfc("3.4")
  void withoutQopTheAnswerHasNeitherCountNorCnonceAndWithOpaqueItHasThat() {
    var asked = challenges(401, List.of("Digest realm=\"r\",nonce=\"n\",opaque=\"o\\\"p\""));
    SipRequest signed =
        again(client.challenged(Messages.invite(), asked)).sign(Messages.invite(), "c").request();
    assertThat(signed.header(HeaderName.AUTHORIZATION))
        .contains("opaque=\"o\\\"p\"", "algorithm=MD5")
        .doesNotContain("qop", "nc=", "cnonce");
  }

  @Test
  @Rfc("3.4.3")
  void theBodyIsHashedWhereNothingElseIsOffered() {
    var asked = challenges(401, List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth-int\""));
    DigestClient next = again(client.challenged(Messages.invite(), asked));
    SipRequest one = body("v=0");
    SipRequest other = body("v=1");
    assertThat(next.sign(one, "c").request().header(HeaderName.AUTHORIZATION))
        .contains("qop=auth-int")
        .isNotEqualTo(next.sign(other, "c").request().header(HeaderName.AUTHORIZATION));
  }

  @Test
  @Rfc("3.4.2")
  void aSessionKeepsTheCnonceThatItBeganWith() {
    var asked =
        challenges(
            401, List.of("Digest realm=\"r\", nonce=\"n\", qop=\"auth\", algorithm=MD5-sess"));
    var first = again(client.challenged(Messages.invite(), asked)).sign(Messages.invite(), "c1");
    var second = first.next().sign(Messages.invite(), "c2");
    assertThat(credentials(second.request(), HeaderName.AUTHORIZATION))
        .singleElement()
        .matches(c -> "c1".equals(c.cnonce()) && "00000002".equals(c.nonceCount()));
  }

  @Test
  @Rfc(value = "3261 22.3", other = true)
  void twoProxiesAndTheServerBehindThemEachGetTheirOwn() {
    SipRequest invite = Messages.invite();
    DigestClient next =
        again(client.challenged(invite, challenges(407, List.of(realm("a"), realm("b")))));
    DigestClient.Signed second = next.sign(invite, "c");
    next = again(second.next().challenged(second.request(), challenges(401, List.of(realm("a")))));
    SipRequest third = next.sign(second.request(), "c").request();
    assertThat(credentials(third, HeaderName.PROXY_AUTHORIZATION))
        .extracting(DigestCredentials::realm)
        .containsExactly("a", "b");
    assertThat(credentials(third, HeaderName.AUTHORIZATION)).hasSize(1);
  }

  @Test
  @Rfc("3.3")
  void aStaleNonceIsReplacedWithoutAWordAboutThePassword() {
    var first =
        again(client.challenged(Messages.invite(), challenges(401, List.of(MD5))))
            .sign(Messages.invite(), "c");
    var stale =
        challenges(401, List.of("Digest realm=\"itsp\", nonce=\"new\", qop=\"auth\", stale=TRUE"));
    DigestClient next = again(first.next().challenged(first.request(), stale));
    assertThat(credentials(next, HeaderName.AUTHORIZATION))
        .singleElement()
        .matches(c -> c.nonce().equals("new") && "00000001".equals(c.nonceCount()));
  }

  @Test
  void askedAgainAtOnceThePasswordIsWrong() {
    var first =
        again(client.challenged(Messages.invite(), challenges(401, List.of(MD5))))
            .sign(Messages.invite(), "c");
    assertThat(cannot(first.next().challenged(first.request(), challenges(401, List.of(MD5)))))
        .matches(c -> c.why() == Why.WRONG_PASSWORD)
        .matches(c -> c.sentence().contains("realm itsp") && !c.sentence().contains("secret"));
  }

  @Test
  void aNonceThatWasGoodBeforeAndRunsOutWithoutSayingSoIsForgivenOnce() {
    SipRequest invite = Messages.invite();
    var first = again(client.challenged(invite, challenges(401, List.of(MD5)))).sign(invite, "c");
    var second = first.next().accepted().sign(invite, "d");
    var fresh = challenges(401, List.of("Digest realm=\"itsp\", nonce=\"new\", qop=\"auth\""));
    var third = again(second.next().challenged(second.request(), fresh)).sign(invite, "e");
    assertThat(cannot(third.next().challenged(third.request(), fresh)).why())
        .isEqualTo(Why.WRONG_PASSWORD);
  }

  @Test
  void aServerThatFindsEveryNonceStaleIsLeft() {
    DigestClient now = client;
    SipRequest sent = Messages.invite();
    for (int i = 0; ; i++) {
      assertThat(i).isLessThan(10);
      var outcome = now.challenged(sent, challenges(401, List.of(MD5 + ", stale=true")));
      if (outcome instanceof Outcome.Cannot cannot) {
        assertThat(cannot.why()).isEqualTo(Why.SENSELESS);
        return;
      }
      DigestClient.Signed signed = again(outcome).sign(Messages.invite(), "c" + i);
      now = signed.next();
      sent = signed.request();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "UNKNOWN_DEMAND | Basic realm=\"r\"",
        "UNKNOWN_DEMAND | Digest realm=\"r\", nonce=\"n\", algorithm=SHA3-256",
        "UNKNOWN_DEMAND | Digest realm=\"r\", nonce=\"n\", qop=\"auth-conf\"",
        "SENSELESS      | Digest realm=\"r\"",
        "SENSELESS      | Digest realm=\"r, nonce=\"n\"",
      })
  void whatCannotBeAnsweredIsSaidInASentence(Why why, String challenge) {
    var cannot = cannot(client.challenged(Messages.invite(), challenges(401, List.of(challenge))));
    assertThat(cannot.why()).isEqualTo(why);
    assertThat(cannot.sentence()).endsWith(".");
  }

  @Test
  void aChallengeWithoutAnythingInItIsNoUse() {
    assertThat(cannot(client.challenged(Messages.invite(), challenges(401, List.of()))).why())
        .isEqualTo(Why.UNKNOWN_DEMAND);
  }

  @Test
  void neitherThePasswordNorAQuoteInANameEscapes() {
    assertThat(client.toString()).doesNotContain("secret");
    DigestClient odd = DigestClient.of(new DigestAccount("a\"b\\c", "p"));
    DigestClient next = again(odd.challenged(Messages.invite(), challenges(401, List.of(MD5))));
    assertThat(credentials(next, HeaderName.AUTHORIZATION).getFirst().username())
        .isEqualTo("a\"b\\c");
  }

  private static String realm(String name) {
    return "Digest realm=\"" + name + "\", nonce=\"n" + name + "\", qop=\"auth\"";
  }

  private static SipRequest body(String text) {
    return Messages.invite()
        .edit()
        .body("application/sdp", text.getBytes(StandardCharsets.US_ASCII))
        .done();
  }

  private static SipResponse challenges(int status, List<String> values) {
    HeaderName name = status == 407 ? HeaderName.PROXY_AUTHENTICATE : HeaderName.WWW_AUTHENTICATE;
    Edit<SipResponse> edit = Messages.invite().respond(status, "Who?", "t");
    values.forEach(value -> edit.add(name, value));
    return edit.done();
  }

  private static DigestClient again(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Again.class);
    return ((Outcome.Again) outcome).next();
  }

  private static Outcome.Cannot cannot(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Cannot.class);
    return (Outcome.Cannot) outcome;
  }

  private static List<DigestCredentials> credentials(DigestClient client, HeaderName name) {
    return credentials(client.sign(Messages.invite(), "c").request(), name);
  }

  private static List<DigestCredentials> credentials(SipRequest request, HeaderName name) {
    return Arrays.stream(request.headers(name).toArray(new String[0]))
        .map(Grammar::credentials)
        .toList();
  }

  private static String ha1(String algorithm) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance(algorithm)
                  .digest("1001:belfry:secret".getBytes(StandardCharsets.US_ASCII)));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
