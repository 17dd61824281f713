package org.belfry.pbx.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.sim.Datagram;
import org.belfry.pbx.sim.World;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nobody finds out from our answers which extensions there are. */
class StrangersTest {
  private static final InetSocketAddress STRANGER = new InetSocketAddress("203.0.113.66", 5060);
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
  private final World world = World.seeded(601);
  private final List<String> heard = new ArrayList<>();
  private int number;

  @ParameterizedTest
  @ValueSource(strings = {"REGISTER", "INVITE", "OPTIONS", "SUBSCRIBE", "MESSAGE", "NOTIFY", "BYE"})
  void existingAndUnknownExtensionsAreAnsweredAlike(String method) {
    world.net().attach(STRANGER, d -> heard.add(new String(d.bytes(), StandardCharsets.UTF_8)));
    world.phone("1001").registered();
    String existing = "1001"; // with a phone
    String idle = "1005"; // without one
    String unknown = "4711";
    assertThat(answer(method, unknown, "")).isEqualTo(answer(method, existing, ""));
    assertThat(answer(method, unknown, "")).isEqualTo(answer(method, idle, ""));
    if (!method.equals("BYE")) {
      assertThat(answer(method, existing, "")).containsPattern("SIP/2.0 40[17] ");
      assertThat(challenged(method, unknown)).isEqualTo(challenged(method, existing));
      assertThat(challenged(method, existing)).contains("SIP/2.0 403 Forbidden");
    }
    String madeUp = "n".repeat(44);
    assertThat(answer(method, unknown, credentials(method, unknown, madeUp)))
        .isEqualTo(answer(method, existing, credentials(method, existing, madeUp)));
    world.settles();
  }

  /** The answer to credentials with a wrong password in answer to a challenge. */
  private String challenged(String method, String user) {
    Matcher nonce = NONCE.matcher(raw(method, user, ""));
    assertThat(nonce.find()).isTrue();
    return answer(method, user, credentials(method, user, nonce.group(1)));
  }

  private String answer(String method, String user, String credentials) {
    return raw(method, user, credentials)
        .replace(user, "USER")
        .replaceAll("nonce=\"[^\"]+\"", "nonce=")
        .replaceAll("tag=[0-9a-f]+c?\\b", "tag=")
        .replaceAll("x[0-9]+x", "N");
  }

  private String raw(String method, String user, String credentials) {
    heard.clear();
    String n = "x" + ++number + "x";
    String uri = method.equals("REGISTER") ? "sip:pbx.example" : "sip:" + user + "@pbx.example";
    String toTag = method.equals("BYE") ? ";tag=other" : "";
    String message =
        method
            + (" " + uri + " SIP/2.0\n")
            + ("Via: SIP/2.0/UDP 203.0.113.66:5060;branch=z9hG4bK" + n + "\n")
            + "Max-Forwards: 70\n"
            + ("From: <sip:" + user + "@pbx.example>;tag=" + n + "\n")
            + ("To: <sip:" + user + "@pbx.example>" + toTag + "\n")
            + ("Call-ID: " + n + "\n")
            + ("CSeq: 1 " + method + "\n")
            + "Contact: <sip:me@203.0.113.66>\nEvent: presence\n"
            + credentials
            + "Content-Length: 0\n\n";
    world
        .net()
        .send(
            new Datagram(
                STRANGER,
                new InetSocketAddress("10.0.0.1", 5060),
                message.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8)));
    world.advance(Duration.ofSeconds(40)); // beyond Timer H: nothing of it is left
    return heard.stream().filter(m -> !m.startsWith("SIP/2.0 100")).findFirst().orElseThrow();
  }

  private static String credentials(String method, String user, String nonce) {
    String uri = method.equals("REGISTER") ? "sip:pbx.example" : "sip:" + user + "@pbx.example";
    String ha1 = md5(user + ":belfry:guess");
    String response = md5(ha1 + ":" + nonce + ":00000001:c:auth:" + md5(method + ":" + uri));
    String field = method.equals("REGISTER") ? "Authorization" : "Proxy-Authorization";
    return "%s: Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, cnonce=\"c\", qop=auth, nc=00000001%n"
        .formatted(field, user, nonce, uri, response);
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
