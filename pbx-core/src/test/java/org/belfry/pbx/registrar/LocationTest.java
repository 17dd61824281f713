package org.belfry.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.SourceAddress;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

class LocationTest {
  private static final String OFFICE = "198.51.100.1";
  private final Location location = new Location();

  @Test
  void anAddressHoldsAPhoneUntilTheLastOfThemIsGone() {
    register("1001", OFFICE);
    register("1001", OFFICE); // the usual refresh
    register("1002", OFFICE, OFFICE);
    register("1001");
    register("1002", OFFICE);
    assertThat(holds(OFFICE)).isTrue();
    register("1002");
    assertThat(holds(OFFICE)).isFalse();
  }

  @Test
  void aPhoneThatMovesTakesItsAddressAlong() {
    register("1001", OFFICE);
    register("1001", "198.51.100.2");
    assertThat(holds(OFFICE)).isFalse();
    assertThat(holds("198.51.100.2")).isTrue();
  }

  @Test
  void aPhoneSheltersItsIpv6Network() {
    register("1001", "2001:db8::1:1");
    assertThat(holds("2001:db8::77")).isTrue();
    assertThat(holds("2001:db8:0:1::1")).isFalse();
  }

  private boolean holds(String host) {
    return location.holdsPhoneAt(SourceAddress.of(InetAddress.ofLiteral(host)));
  }

  private void register(String user, String... hosts) {
    List<Binding> bindings = new ArrayList<>();
    for (String host : hosts) {
      bindings.add(
          new Binding(
              "sip:" + user + "@10.0.0." + bindings.size(),
              null,
              0,
              1000,
              "c",
              1,
              Hop.to(Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral(host), 5060)),
              List.of(),
              null,
              T0,
              T0.plusSeconds(60)));
    }
    location.put(new BindingTable(new Aor(user, "pbx.example"), bindings));
  }
}
