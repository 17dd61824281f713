package org.belfry.appliance.firststart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NetworkCheck.FindingView;
import org.belfry.pbx.admin.SystemMonitor;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is asked for the names of STUN servers that somebody types. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class NetworkLookTest {
  private final List<String> lookedUp = new ArrayList<>();
  private NetworkLook look;

  @BeforeEach
  void withNamesThatAreCounted(LocalAppliance shared) {
    look =
        new NetworkLook(
            shared.part(BelfryProperties.class),
            shared.part(Bootstrap.class),
            shared.part(SystemMonitor.class),
            (host, port) -> {
              lookedUp.add(host);
              return InetSocketAddress.createUnresolved(host, port);
            });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.example, b.example, c.example",
        "a.example, no server!",
        "a.example, b.example:99999",
        "a.example,"
      })
  void noNameIsLookedUpOfAListThatIsRefused(String servers) {
    assertThatThrownBy(() -> look.ask(servers)).isInstanceOf(InvalidCommand.class);
    assertThat(lookedUp).isEmpty();
  }

  @Test
  void twoServersAreAsked() {
    assertThat(look.ask("a.example, b.example:3479"))
        .extracting(FindingView::code)
        .containsExactly("silent", "silent");
    assertThat(lookedUp).containsExactly("a.example", "b.example");
  }
}
