package org.belfry.appliance.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkCommand;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkView;
import org.belfry.pbx.admin.HostNetworkAdmin.PortView;
import org.belfry.pbx.admin.HostNetworkAdmin.Purpose;
import org.belfry.pbx.admin.HostNetworkAdmin.State;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LiveHostNetworkTest {
  private static final Instant START = Instant.parse("2026-11-24T09:30:00Z");

  @TempDir Path machine;
  private final List<Object> audited = new ArrayList<>();
  private Instant now = START;
  private boolean owner = true;
  private Path told;
  private Path data;

  @BeforeEach
  void anImage() throws IOException {
    told = Files.createDirectories(machine.resolve("told"));
    data = Files.createDirectories(machine.resolve("data"));
    write("told/settings", "interface=\naddress=\nhostname=belfry\n");
    write("etc/hostname", "belfry\n");
    Files.createDirectories(machine.resolve("sys/class/net/enp1s0/device"));
    write(
        "proc/net/route",
        """
        Iface\tDestination\tGateway \tFlags
        enp1s0\t00000000\t0101A8C0\t0003
        enp1s0\t0001A8C0\t00000000\t0001
        """);
    write("etc/resolv.conf", "search example\nnameserver 9.9.9.9\nnameserver 2620:fe::fe\n");
    write("etc/belfry/open-ports", "# mine\ntcp 22\nany\nudp 4000-4010\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = machine.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private LiveHostNetwork network() {
    HostNetwork host = new HostNetwork(machine, told, data.resolve("network"));
    return new LiveHostNetwork(
        host,
        () -> List.of(new PortView("udp", 5060, 5060, Purpose.SIP)),
        () -> owner,
        (before, after) -> audited.add(after),
        () -> now);
  }

  private static HostNetworkCommand fixed(@Nullable String address, @Nullable String gateway) {
    return new HostNetworkCommand("enp1s0", address, gateway, List.of(), null, List.of(), null);
  }

  private String asked() throws IOException {
    return Files.readString(data.resolve("network/request"));
  }

  @Test
  void whatTheMachineHasIsShown() {
    HostNetworkView view = network().network();
    assertThat(view.changeable()).isTrue();
    assertThat(view.hostname()).isEqualTo("belfry");
    assertThat(view.gateway()).isEqualTo("192.168.1.1");
    assertThat(view.nameServers()).containsExactly("9.9.9.9", "2620:fe::fe");
    assertThat(view.ports())
        .containsExactly(
            new PortView("udp", 5060, 5060, Purpose.SIP),
            new PortView("tcp", 22, 22, Purpose.KEPT),
            new PortView("udp", 4000, 4010, Purpose.KEPT));
    assertThat(view.trial().state()).isEqualTo(State.NONE);
  }

  @Test
  void theHostIsAskedAndTellsUntilWhenItTries() throws IOException {
    LiveHostNetwork network = network();
    HostNetworkView view =
        network.change(
            new HostNetworkCommand(
                "enp1s0",
                " 192.168.1.5/24",
                "192.168.1.1",
                List.of("9.9.9.9"),
                20,
                List.of("time.example", "192.0.2.7"),
                "telephones"));
    assertThat(asked())
        .isEqualTo(
            """
            change
            interface=enp1s0
            address=192.168.1.5/24
            gateway=192.168.1.1
            dns=9.9.9.9
            vlan=20
            ntp=time.example 192.0.2.7
            hostname=telephones
            """);
    assertThat(view.trial().state()).isEqualTo(State.ASKED);
    assertThat(audited).hasSize(1);

    write(
        "told/report", START.getEpochSecond() + " trying " + (START.getEpochSecond() + 120) + "\n");
    assertThat(network.network().trial().state()).isEqualTo(State.TRYING);
    assertThat(network.network().trial().until()).isEqualTo(START.plusSeconds(120));
    network.keep();
    assertThat(asked()).isEqualTo("keep\n");
    write("told/report", START.getEpochSecond() + " kept \n");
    assertThat(network.network().trial().state()).isEqualTo(State.KEPT);
    assertThatThrownBy(network::undo).isInstanceOf(InvalidCommand.class);
  }

  @Test
  void aHostThatDoesNotReactIsTold() {
    LiveHostNetwork network = network();
    network.change(fixed(null, null));
    now = START.plusSeconds(31);
    assertThat(network.network().trial().state()).isEqualTo(State.NO_ANSWER);
  }

  @Test
  void whatIsSetIsShownAsItWasWrittenAtTheConsoleToo() throws IOException {
    write(
        "told/settings",
        """
        interface=en* eth*
        address=10.1.2.3/16
        gateway=10.1.0.1
        dns=10.1.0.1 10.1.0.2
        vlan=
        ntp=
        hostname=telephones
        """);
    HostNetworkCommand set = network().network().settings();
    assertThat(set.networkInterface()).isNull();
    assertThat(set.address()).isEqualTo("10.1.2.3/16");
    assertThat(set.dns()).containsExactly("10.1.0.1", "10.1.0.2");
    assertThat(set.vlan()).isNull();
    assertThat(set.hostname()).isEqualTo("telephones");
  }

  @Test
  void onlyAnOwnerSetsTheNetworkAndKeepsIt() throws IOException {
    LiveHostNetwork network = network();
    owner = false;
    assertThatThrownBy(() -> network.change(fixed(null, null)))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("only an owner");
    assertThat(data.resolve("network/request")).doesNotExist();

    write(
        "told/report", START.getEpochSecond() + " trying " + (START.getEpochSecond() + 120) + "\n");
    assertThatThrownBy(network::keep).hasMessageContaining("only an owner");
    network.undo(); // which is safe
    assertThat(asked()).isEqualTo("undo\n");
  }

  @Test
  void elsewhereNothingIsChanged() throws IOException {
    Files.delete(told.resolve("settings"));
    assertThat(network().network().changeable()).isFalse();
    assertThatThrownBy(() -> network().change(fixed(null, null)))
        .isInstanceOf(InvalidCommand.class)
        .hasMessageContaining("only on the Belfry image");
  }

  static Stream<HostNetworkCommand> cannotWork() {
    List<String> none = List.of();
    return Stream.of(
        fixed("192.168.1.5", "192.168.1.1"),
        fixed("192.168.1.5/31", "192.168.1.1"),
        fixed("192.168.1.256/24", "192.168.1.1"),
        fixed("192.168.1.5/24\ninterface=lo", "192.168.1.1"),
        fixed("192.168.1.5/24", null),
        fixed("192.168.1.5/24", "gateway"),
        new HostNetworkCommand("lo", null, null, none, null, none, null),
        new HostNetworkCommand("../..", null, null, none, null, none, null),
        new HostNetworkCommand("enp1s0", null, null, List.of("dns.example"), null, none, null),
        new HostNetworkCommand(
            "enp1s0",
            null,
            null,
            List.of("1.1.1.1", "1.1.1.2", "1.1.1.3", "1.1.1.4", "1.1.1.5"),
            null,
            none,
            null),
        new HostNetworkCommand("enp1s0", null, null, none, 4095, none, null),
        new HostNetworkCommand("enp1s0", null, null, none, null, List.of("a b"), null),
        new HostNetworkCommand("enp1s0", null, null, none, null, none, "-x"));
  }

  @ParameterizedTest
  @MethodSource("cannotWork")
  void whatCannotWorkIsRefusedWithItsField(HostNetworkCommand command) {
    assertThatThrownBy(() -> network().change(command))
        .isInstanceOfSatisfying(
            InvalidCommand.class,
            e -> assertThat(e.problems()).extracting(FieldProblem::field).isNotEmpty());
    assertThat(data.resolve("network/request")).doesNotExist();
  }
}
