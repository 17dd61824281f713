package org.belfry.media.ice;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 8445 §5.1 and RFC 8839 §5.1. */
class CandidateTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1 1 udp 2130706431 203.0.113.141 8998 typ host",
        "2 2 udp 1694498815 192.0.2.3 45664 typ srflx raddr 203.0.113.141 rport 8998",
        "x+/ 1 udp 1 2001:db8:8101:3a55:4858:a2a9:22ff:99b9 9001 typ relay raddr :: rport 0",
      })
  void whatIsReadIsWritten(String line) {
    Candidate candidate = ((Candidate.Usable) Candidate.parse(line)).candidate();
    assertThat(candidate.toLine()).isEqualTo(line);
    assertThat(Candidate.parse("candidate:" + candidate.toLine()))
        .isEqualTo(new Candidate.Usable(candidate));
  }

  @Test
  void extensionsAreSkipped() {
    String line =
        "842163049 1 UDP 1677729535 198.51.100.7 60769 typ srflx raddr 0.0.0.0 rport 0 "
            + "generation 0 ufrag EsAw network-cost 999";
    assertThat(Candidate.parse(line)).isInstanceOf(Candidate.Usable.class);
  }

  @ParameterizedTest
  @CsvSource({
    "1 1 udp 1 a-b-c.local 5 typ host, HIDDEN",
    "1 1 tcp 1 192.0.2.1 9 typ host tcptype active, TRANSPORT",
    "1 1 udp 1 phone.example.org 5 typ host, NAME",
    "1 1 udp 1 fe80::1%eth0 5 typ host, NAME",
    "1 1 udp 1 192.0.2.1 5 typ odd, TYPE",
    "1 1 udp 0 192.0.2.1 5 typ host, MALFORMED",
    "1 1 udp 1 192.0.2.1 0 typ host, MALFORMED",
    "1 1 udp 1 192.0.2.1 65536 typ host, MALFORMED",
    "1 999 udp 1 192.0.2.1 5 typ host, MALFORMED",
    "1 1 udp 99999999999 192.0.2.1 5 typ host, MALFORMED",
    "1 1 udp 1 192.0.2.1 5, MALFORMED",
    "'', MALFORMED",
    "'candidate: 11 udp 1 192.0.2.1 9 typ host', MALFORMED",
    "'candidate: 1 1 udp 1 192.0.2.1 9 typ host', MALFORMED",
    "a-b 1 udp 1 192.0.2.1 9 typ host, MALFORMED",
    "1 1 udp 1 1.2.3 5 typ host, NAME",
    "1 1 udp 1 :::::: 5 typ host, NAME"
  })
  void whatIsOfNoUseIsIgnoredForAReason(String line, Candidate.Ignored reason) {
    assertThat(Candidate.parse(line)).isEqualTo(reason);
  }

  @Test
  void nothingTheAdministratorExcludedIsTold() {
    CandidatePolicy policy =
        new CandidatePolicy(
            List.of(Subnet.of("10.8.0.0/16")), List.of(InetAddress.ofLiteral("192.0.2.1")), false);
    List<LocalCandidate> told =
        policy.candidates(
            List.of(
                at("10.8.3.4"), at("10.9.3.4"), at("127.0.0.1"), at("fe80::1"), at("2001:db8::1")),
            1);
    assertThat(told.stream().map(c -> c.candidate().toLine()))
        .containsExactly(
            "h1 1 udp 2130706431 10.9.3.4 7000 typ host",
            "h2 1 udp 2130706175 2001:db8::1 7000 typ host",
            "s1 1 udp 1694498303 192.0.2.1 7000 typ srflx raddr 0.0.0.0 rport 9");
  }

  @Test
  void blocksHoldWhatTheyHold() {
    assertThat(Subnet.of("10.0.0.0/9").contains(InetAddress.ofLiteral("10.127.0.1"))).isTrue();
    assertThat(Subnet.of("10.0.0.0/9").contains(InetAddress.ofLiteral("10.128.0.1"))).isFalse();
    assertThat(Subnet.of("fe80::/10").contains(InetAddress.ofLiteral("febf::1"))).isTrue();
    assertThat(Subnet.of("fe80::/10").contains(InetAddress.ofLiteral("10.0.0.1"))).isFalse();
    assertThat(Subnet.of("192.0.2.1").contains(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
    assertThat(Subnet.of("0.0.0.0/0").contains(InetAddress.ofLiteral("192.0.2.1"))).isTrue();
  }

  private static InetSocketAddress at(String address) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), 7000);
  }
}
