package org.belfry.appliance.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalAddressesTest {

  @Test
  void severalAddressesOfBothFamiliesAreListenedOnAndTheWebIsOnTheFirst() {
    LocalAddresses addresses = LocalAddresses.of("127.0.0.1, ::1,127.0.0.1");
    assertThat(addresses.all())
        .containsExactly(InetAddress.ofLiteral("127.0.0.1"), InetAddress.ofLiteral("::1"));
    assertThat(addresses.web()).isEqualTo("127.0.0.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "127.0.0.1,", "127.0.0.1,,::1", "127.0.0.1 ::1"})
  void whatIsNoAddressEndsTheStart(String bind) {
    assertThatThrownBy(() -> LocalAddresses.of(bind))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("\"" + bind + "\"");
  }
}
