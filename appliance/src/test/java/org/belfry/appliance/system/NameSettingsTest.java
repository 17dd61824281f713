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
import org.springframework.boot.convert.ApplicationConversionService;

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
    assertThat(sip("federation", " Both ").federation()).isEqualTo("both");
    assertRefused("federation", "maybe");
  }

  @Test
  void whoIsAskedWhetherItIsThereIsOneOfThreeWords() {
    assertThat(sip("keep-alive", "ALL").keepAlive()).isEqualTo("all");
    assertRefused("keep-alive", "some");
  }

  @Test
  void questionsToPhonesAreNeitherAFloodNorForgotten() {
    assertThat(sip("keep-alive-interval", "1s").keepAliveInterval()).hasSeconds(1);
    assertRefused("keep-alive-interval", "999ms");
    assertRefused("keep-alive-interval", "61m");
    assertThat(sip("keep-alive-misses", "1").keepAliveMisses()).isEqualTo(1);
    assertRefused("keep-alive-misses", "0");
    assertRefused("keep-alive-misses", "101");
  }

  private static Sip sip(String setting, String value) {
    Map<String, String> settings = Map.of("belfry.sip." + setting, value);
    return new Binder(
            List.of(new MapConfigurationPropertySource(settings)),
            null,
            ApplicationConversionService.getSharedInstance())
        .bindOrCreate("belfry", BelfryProperties.class)
        .sip();
  }

  private static void assertRefused(String setting, String value) {
    assertThatThrownBy(() -> sip(setting, value))
        .hasRootCauseInstanceOf(CannotStart.class)
        .rootCause()
        .hasMessageContaining("belfry.sip." + setting);
  }
}
