package org.belfry.pbx.app.trunk;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrunkOfTest {
  private static final TrunkToken TOKENS = new TrunkToken(new byte[16]);
  private static final Trunk REGISTERED = trunk("berlin", true, "acc30", "+4930123", true);
  private static final Trunk SECOND = trunk("hamburg", true, "acc40", "+4940123", true);
  private static final Trunk PEERED =
      trunk("gateway", false, null, "+4989123", true, "192.0.2.1", "192.0.2.2");
  private static final Trunk OTHER_PEERED =
      trunk("zgateway", false, null, "+4989456", true, "192.0.2.1");
  private static final Trunk OFF = trunk("off", true, "acc50", null, false, "203.0.113.9");
  private static final Map<String, Trunk> ALL =
      named(REGISTERED, SECOND, PEERED, OTHER_PEERED, OFF);

  private final TrunkOf trunkOf =
      new TrunkOf(
          TOKENS,
          name ->
              name.equals("berlin") || name.equals("hamburg") || name.equals("off")
                  ? at("198.51.100.1")
                  : null);

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      value = {
        // Request-URI user, To user,   source,       trunk,    known by, called
        "TOKEN:berlin,       4930123,   198.51.100.7, berlin,   CONTACT,  4930123",
        "TOKEN:berlin,       -,         198.51.100.7, berlin,   CONTACT,  +4930123",
        "TOKEN:hamburg,      4930123,   192.0.2.1,    hamburg,  CONTACT,  4930123",
        "TOKEN:off,          4930123,   198.51.100.1, -,        -,        -",
        "TOKEN:gateway,      4930123,   192.0.2.1,    -,        -,        -", // does not register
        "TOKEN:nobody,       4930123,   192.0.2.1,    -,        -,        -",
        "+4930123,           +4930123,  203.0.113.5,  -,        -,        -", // only says so
        "acc30,              acc30,     203.0.113.5,  -,        -,        -",
        "+4930123,           +4930123,  203.0.113.9,  -,        -,        -", // of one that is off
        "+4930123,           x,         198.51.100.1, berlin,   ADDRESS,  +4930123",
        "4940123,            x,         198.51.100.1, hamburg,  ADDRESS,  4940123",
        "acc40,              4940999,   198.51.100.1, hamburg,  ADDRESS,  4940999",
        "4940999,            acc40,     198.51.100.1, hamburg,  ADDRESS,  4940999",
        "4940999,            x,         198.51.100.1, berlin,   ADDRESS,  4940999",
        "089999,             089999,    192.0.2.2,    gateway,  ADDRESS,  089999",
        "+4989456,           x,         192.0.2.1,    zgateway, ADDRESS,  +4989456",
        "+4989777,           x,         192.0.2.1,    gateway,  ADDRESS,  +4989777",
        "-,                  +4989456,  192.0.2.1,    zgateway, ADDRESS,  +4989456",
      })
  void aRequestIsOfTheTrunkThatItsContactOrItsSourceProves(
      String user, String to, String source, String trunk, TrunkOf.By by, String called) {
    String uri =
        user == null ? "" : user.startsWith("TOKEN:") ? TOKENS.of(user.substring(6)) : user;
    TrunkOf.Found found = trunkOf.of(invite(uri, to), at(source), ALL);
    if (trunk == null) {
      assertThat(found).isNull();
    } else {
      assertThat(found).isEqualTo(new TrunkOf.Found(ALL.get(trunk), by, called));
    }
  }

  /** By UDP anybody can send from any address. */
  @Test
  void aTrunkWithTlsIsKnownByItsAddressOverTlsOnly() {
    for (String way : List.of("sip:gw.example;transport=tls", "sips:gw.example")) {
      Trunk secured =
          new Trunk(
              9,
              "secured",
              Grammar.uri(way),
              null,
              false,
              null,
              null,
              null,
              List.of(InetAddress.ofLiteral("192.0.2.9")),
              "e164",
              "+4989123",
              0,
              true,
              false);
      SipRequest invite = invite("+4989123", "+4989123");
      assertThat(trunkOf.of(invite, at("192.0.2.9"), named(secured))).as("by UDP").isNull();
      Hop tls =
          Hop.to(Transport.TLS, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.9"), 40_000));
      assertThat(trunkOf.of(invite, tls, named(secured))).as("over TLS").isNotNull();
    }
  }

  /** Whoever has read the Contact on another way may be anybody. */
  @Test
  void aTrunkWithTlsIsKnownByItsContactOverTlsOnly() {
    Trunk secured =
        new Trunk(
            9,
            "secured",
            Grammar.uri("sip:gw.example;transport=tls"),
            null,
            true,
            "user",
            "password",
            null,
            List.of(),
            "e164",
            "+4989123",
            0,
            true,
            false);
    SipRequest invite = invite(TOKENS.of("secured"), "+4989123");
    assertThat(trunkOf.of(invite, at("203.0.113.5"), named(secured))).as("by UDP").isNull();
    Hop tls =
        Hop.to(Transport.TLS, new InetSocketAddress(InetAddress.ofLiteral("203.0.113.5"), 40_000));
    assertThat(trunkOf.of(invite, tls, named(secured))).as("over TLS").isNotNull();
  }

  @Test
  void aTokenIsTheSameAfterARestartAndAnotherAtAnotherSite() {
    assertThat(new TrunkToken(new byte[16]).of("berlin")).isEqualTo(TOKENS.of("berlin"));
    byte[] other = new byte[16];
    other[3] = 1;
    assertThat(new TrunkToken(other).of("berlin")).isNotEqualTo(TOKENS.of("berlin"));
    assertThat(TOKENS.of("berlin")).isNotEqualTo(TOKENS.of("hamburg")).matches("tk[0-9a-f]{24}");
  }

  @Test
  void aNewDirectoryIsTakenInAtOnce() {
    SipRequest invite = invite(TOKENS.of("berlin"), "1");
    assertThat(trunkOf.of(invite, at("203.0.113.5"), ALL)).isNotNull();
    assertThat(trunkOf.of(invite, at("203.0.113.5"), named(SECOND))).isNull();
    assertThat(trunkOf.of(invite, at("203.0.113.5"), Map.of())).isNull();
    assertThat(trunkOf.of(invite, at("203.0.113.5"), ALL)).isNotNull();
  }

  private static SipRequest invite(String user, String to) {
    String uri = user.isEmpty() ? "sip:pbx.example" : "sip:" + user + "@pbx.example";
    String toUri = to == null ? "sip:pbx.example" : "sip:" + to + "@pbx.example";
    return SipRequest.create(Method.INVITE, uri).add(HeaderName.TO, "<" + toUri + ">").done();
  }

  private static Hop at(String address) {
    return Hop.to(Transport.UDP, new InetSocketAddress(address, 5060));
  }

  private static Map<String, Trunk> named(Trunk... trunks) {
    return Arrays.stream(trunks).collect(Collectors.toMap(Trunk::name, Function.identity()));
  }

  private static Trunk trunk(
      String name,
      boolean registers,
      String username,
      String number,
      boolean enabled,
      String... addresses) {
    List<InetAddress> all = Arrays.stream(addresses).map(InetAddress::ofLiteral).toList();
    return new Trunk(
        1,
        name,
        Grammar.uri("sip:itsp.example"),
        null,
        registers,
        username,
        null,
        null,
        all,
        "e164",
        number,
        0,
        enabled,
        false);
  }
}
