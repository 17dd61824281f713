package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.system.BelfryProperties.Dns;
import org.belfry.appliance.system.BelfryProperties.Sip;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Settings about names and other domains. */
class NameSettingsTest {

  @Test
  void nameServersAreAddressesWithAnOptionalPort() {
    assertThat(
            new Dns(List.of("192.0.2.53", " 192.0.2.54:5353", "[2001:db8::53]:54", "2001:db8::1"))
                .addresses())
        .containsExactly(
            new InetSocketAddress("192.0.2.53", 53),
            new InetSocketAddress("192.0.2.54", 5353),
            new InetSocketAddress("2001:db8::53", 54),
            new InetSocketAddress("2001:db8::1", 53));
    assertThat(new Dns(null).addresses()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"dns.example", "192.0.2.53:x", "192.0.2.53:70000", "[2001:db8::53"})
  void otherThingsEndTheStart(String text) {
    assertThatThrownBy(() -> new Dns(List.of(text)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining(text);
  }

  @Test
  void federationIsOneOfThreeWords() {
    assertThat(bound(" Both ").federation()).isEqualTo("both");
    assertThatThrownBy(() -> bound("maybe")).hasRootCauseInstanceOf(CannotStart.class);
  }

  private static Sip bound(String federation) {
    return new Binder(new MapConfigurationPropertySource(Map.of("sip.federation", federation)))
        .bindOrCreate("sip", Sip.class);
  }
}
