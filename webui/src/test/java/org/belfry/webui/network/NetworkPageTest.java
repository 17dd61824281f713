package org.belfry.webui.network;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import org.belfry.pbx.admin.HostNetworkAdmin.State;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeHostNetwork;
import org.belfry.webui.updates.UpdatesView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NetworkPageTest extends PageTest {
  private FakeHostNetwork network;

  @BeforeEach
  void fresh() {
    network = upkeep.hostNetwork();
  }

  @Test
  void theAddressesAndOpenPortsOfTheMachineAreShown() {
    navigate(NetworkView.class);
    assertThat(shown())
        .contains("telephones")
        .contains("192.168.1.20/24")
        .contains("52:54:00:12:34:56")
        .contains("Not connected")
        .contains("UDP 30000–39999")
        .contains("Audio and video");
  }

  @Test
  void aFixedAddressIsTriedAndKept() {
    navigate(NetworkView.class);
    fixed("192.168.1.5/24", "");
    press("Save");
    assertThat(problemAt("Default gateway")).isEqualTo("Required.");

    fixed("192.168.1.5/24", "192.168.1.1");
    press("Save");
    assertThat(shown()).contains("The new settings are in use.").contains("192.168.1.5/24");
    press("Keep");
    assertThat(network.network().trial().state()).isEqualTo(State.KEPT);
    assertThat(find(Button.class).withText("Keep").all()).isEmpty();
  }

  @Test
  void whatNobodyKeepsIsUndone() {
    navigate(NetworkView.class);
    fixed("192.168.1.5/24", "192.168.1.1");
    press("Save");
    network.runsOut();
    navigate(UpdatesView.class);
    navigate(NetworkView.class);
    assertThat(shown()).contains("The previous ones are back").contains("192.168.1.20/24");
  }

  @Test
  void aMachineThatSetsItsNetworkElsewhereSaysSo() {
    network.setsItElsewhere();
    navigate(NetworkView.class);
    assertThat(shown()).contains("use its own network tools").doesNotContain("NTP servers");
  }

  private void fixed(String address, String gateway) {
    select("Address", "Fixed");
    type("IPv4 address and prefix", address);
    type("Default gateway", gateway);
  }
}
