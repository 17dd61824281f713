package org.belfry.pbx.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.route.DialogRoute;
import org.belfry.pbx.sip.route.Forwarding;
import org.belfry.pbx.sip.route.Target;
import org.junit.jupiter.api.Test;

/** IPv6 addresses in the messages that we send, and those that we are called by. */
@Rfc("5952")
class AddressesAreWrittenAlikeTest {
  private static final InetSocketAddress US = at("2001:db8:0:0:0:0:0:1", 5060);
  private static final InetSocketAddress PHONE = at("2001:DB8:0:0:1:0:0:A", 5070);
  private static final Hop WAY = new Hop(Transport.UDP, US, PHONE, 0);
  private final Forwarding forwarding =
      new Forwarding(new DialogRoute(new byte[16]), "mark-", new Random(1));

  @Test
  @Rfc("4.2")
  void viaRecordRouteAndContactHaveTheShortForm() {
    SipRequest noted = Forwarding.noteSource(invite(), WAY);
    assertThat(noted.header(HeaderName.VIA))
        .isEqualTo(
            "SIP/2.0/UDP phone.example;branch=z9hG4bKx;received=2001:db8::1:0:0:a;rport=5070");
    SipRequest forwarded =
        forwarding.forward(
            noted,
            new Target("sip:bob@[2001:db8::9]", WAY, false),
            WAY,
            new Forwarding.Recorded(WAY, true, null, Instant.EPOCH));
    assertThat(forwarded.header(HeaderName.VIA)).startsWith("SIP/2.0/UDP [2001:db8::1]:5060;");
    assertThat(forwarded.headers(HeaderName.RECORD_ROUTE))
        .isNotEmpty()
        .allMatch(each -> each.contains("@[2001:db8::1]:5060"));
    assertThat(forwarding.contact("bob", WAY)).isEqualTo("<sip:bob@[2001:db8::1]:5060>");
    assertThat(WAY.shown()).isEqualTo("udp:[2001:db8::1:0:0:a]:5070");
  }

  @Test
  @Rfc("2.2")
  void anAddressOfOursIsOursHoweverThePhoneWritesIt() {
    Directory directory =
        Directory.of(1, "pbx.example", Set.of("[2001:db8::1]"), List.of(), List.of());
    assertThat(directory.isLocal("[2001:db8:0:0::1]")).isTrue();
    assertThat(directory.isLocal("[2001:DB8::1]")).isTrue();
    assertThat(directory.isLocal("[2001:db8::2]")).isFalse();
  }

  private static SipRequest invite() {
    byte[] bytes =
        ("INVITE sip:bob@example.com SIP/2.0\r\n"
                + "Via: SIP/2.0/UDP phone.example;rport;branch=z9hG4bKx\r\n"
                + "From: <sip:a@b>;tag=1\r\nTo: <sip:bob@example.com>\r\nCall-ID: a\r\n"
                + "CSeq: 1 INVITE\r\n\r\n")
            .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    return (SipRequest) MessageParser.parse(bytes, 0, bytes.length);
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(host), port);
  }
}
