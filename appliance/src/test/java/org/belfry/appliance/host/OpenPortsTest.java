package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.system.BelfryProperties;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OpenPortsTest {

  @Test
  void whatIsOpenByDefault() {
    assertThat(OpenPorts.lines(with(Map.of()), 5061, 8089))
        .containsExactly(
            "udp 5060",
            "tcp 5060",
            "tcp 5061",
            "tcp 8089",
            "tcp 8443",
            "tcp 8080",
            "udp 30000-39999",
            "udp 3478",
            "tcp 3478",
            "tcp 5349",
            "udp 40000-40999",
            "tcp 10636");
  }

  @Test
  void whatIsSwitchedOffStaysShut() {
    List<String> lines =
        OpenPorts.lines(
            with(Map.of("belfry.turn.enabled", "false", "belfry.provisioning.ldaps-port", "-1")),
            -1,
            -1);

    assertThat(lines)
        .containsExactly("udp 5060", "tcp 5060", "tcp 8443", "tcp 8080", "udp 30000-39999");
  }

  @Test
  void dnsmasqHasItsPorts() {
    List<String> lines =
        OpenPorts.lines(
            with(
                Map.of(
                    "belfry.provisioning.dhcp", "proxy",
                    "belfry.provisioning.dhcp-interface", "eth0",
                    "belfry.provisioning.dns", "true",
                    "belfry.provisioning.tftp", "true")),
            -1,
            -1);

    assertThat(lines).contains("udp 67", "udp 4011", "udp 53", "tcp 53", "udp 69");
  }

  private static BelfryProperties with(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(new HashMap<>(settings)))
        .bindOrCreate("belfry", BelfryProperties.class);
  }
}
