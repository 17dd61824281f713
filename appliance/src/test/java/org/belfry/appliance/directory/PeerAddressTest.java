package org.belfry.appliance.directory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.util.List;
import org.belfry.pbx.admin.PeerAdmin.PeerView;
import org.belfry.pbx.directory.Peer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people write for a peer. */
class PeerAddressTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.7,             192.0.2.7,  ,                 0",
    "192.0.2.7:5080,        192.0.2.7,  ,                 5080",
    "[2001:db8::7]:5060,    2001:db8::7, ,                5060",
    "2001:db8::7,           2001:db8::7, ,                0",
    "Provider.Example,      ,           provider.example, 0",
    "provider.example:5061, ,           provider.example, 5061",
  })
  void requestsComeFromAnAddressOrAName(String text, String address, String name, int port) {
    assertThat(PeerAddress.from(text))
        .isEqualTo(
            new PeerAddress.From(
                address == null ? null : InetAddress.ofLiteral(address), name, port));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "a..b", "host:0", "host:65536", "host:x", "sip:host"})
  void otherThingsAreRefused(String text) {
    assertThatThrownBy(() -> PeerAddress.from(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"tel:110", "sip:host.example;transport=ws", "sip:host.example;transport=sctp"})
  void aNextHopIsASipUriOverWhatServersSpeak(String text) {
    assertThatThrownBy(() -> PeerAddress.nextHop(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anAddressIsAHopAndANameIsLookedUpWithEachCall() {
    Peer known = peer("192.0.2.7", "sip:192.0.2.7:5070;transport=tcp");
    assertThat(known.nextHop()).isNotNull();
    assertThat(known.nextHop().shown()).isEqualTo("tcp:192.0.2.7:5070");
    assertThat(known.nextName()).isNull();
    Peer named = peer("provider.example", "sip:provider.example");
    assertThat(named.nextHop()).isNull();
    assertThat(named.nextName()).hasToString("sip:provider.example");
    assertThat(named.addresses()).containsExactly(InetAddress.ofLiteral("192.0.2.9"));
    assertThat(peer(null, "sips:192.0.2.7").nextName()).hasToString("sips:192.0.2.7");
  }

  private static Peer peer(String address, String nextHop) {
    return PeerAddress.peer(
        new PeerView(1, "office", address, null, "2XXX", nextHop, false),
        name -> List.of(InetAddress.ofLiteral("192.0.2.9")));
  }
}
