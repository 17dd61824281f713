package org.belfry.appliance.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class WaysTest {
  private static final List<String> ROUTES =
      List.of(
          "Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask",
          "eth0\t00000000\t0100A8C0\t0003\t0\t0\t0\t00000000",
          "eth0\t0000A8C0\t00000000\t0001\t0\t0\t0\t00FFFFFF",
          "eth1\t0000000A\t00000000\t0001\t0\t0\t0\t000000FF");

  @Test
  void theRouterOfTheDefaultRouteIsThePhonesTooWhenItIsOnTheirNetwork() {
    assertThat(Ways.router(ROUTES, "eth0")).isEqualTo("192.168.0.1");
    assertThat(Ways.router(ROUTES, "eth1")).isNull();
    assertThat(Ways.router(List.of(), "eth0")).isNull();
  }

  @Test
  void aResolverOfThisMachineAloneIsNobodyElses() {
    assertThat(
            Ways.resolvers(
                List.of(
                    "# made by somebody",
                    "search example.com",
                    "nameserver 127.0.0.53",
                    " nameserver 192.168.0.1",
                    "nameserver fe80::1")))
        .containsExactly("192.168.0.1");
  }
}
