package org.belfry.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;

class BindingTableTest {
  private static final Aor ALICE = new Aor("1001", "pbx.example");
  private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");
  private static final Hop HOME = udp("10.0.0.5", 5060);
  private static final Binding DESK = binding("sip:1001@10.0.0.5", HOME, List.of(), NOON);

  @Test
  void aRefreshLeadsWhereTheTableLedBefore() {
    Binding later = binding("sip:1001@10.0.0.5", HOME, List.of(), NOON.plusSeconds(60));
    assertThat(table(later).leadsAs(table(DESK))).isTrue();
    assertThat(BindingTable.empty(ALICE).leadsAs(BindingTable.empty(ALICE))).isTrue();
  }

  @Test
  void anotherContactAnotherWayOrAnotherPhoneLeadsElsewhere() {
    Binding behindNat = binding("sip:1001@10.0.0.5", udp("192.0.2.9", 40_001), List.of(), NOON);
    Binding renamed = binding("sip:desk@10.0.0.5", HOME, List.of(), NOON);
    Binding behindProxy = binding("sip:1001@10.0.0.5", HOME, List.of("<sip:p.example;lr>"), NOON);
    for (Binding other : List.of(behindNat, renamed, behindProxy)) {
      assertThat(table(other).leadsAs(table(DESK))).as(other.toString()).isFalse();
    }
    assertThat(table(DESK, renamed).leadsAs(table(DESK))).isFalse();
    assertThat(table(DESK).leadsAs(BindingTable.empty(ALICE))).isFalse();
  }

  private static BindingTable table(Binding... bindings) {
    return new BindingTable(ALICE, List.of(bindings));
  }

  private static Binding binding(String contact, Hop hop, List<String> path, Instant now) {
    return new Binding(
        contact, null, 0, 1000, "c-" + now, 1, hop, path, "Desk", now, now.plusSeconds(3600));
  }

  private static Hop udp(String host, int port) {
    return Hop.to(Transport.UDP, new InetSocketAddress(host, port));
  }
}
