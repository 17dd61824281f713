package org.belfry.pbx.proxy.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.register;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.registrar.BindingTable;
import org.belfry.pbx.registrar.Gruus;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.registrar.Registrar;
import org.belfry.pbx.registrar.RegistrarProperties;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.route.Target;
import org.belfry.pbx.sip.route.TargetGroup;
import org.junit.jupiter.api.Test;

@Rfc("3261")
class TargetsTest {
  private static final Aor ALICE = new Aor("1001", "pbx.example");

  private final Gruus gruus = new Gruus("0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
  private final Registrar registrar = new Registrar(RegistrarProperties.DEFAULT, gruus);
  private final Location location = new Location();
  private final Targets targets = new Targets(location, Duration.ofSeconds(20));
  private BindingTable table = BindingTable.empty(ALICE);
  private int calls;

  @Test
  @Rfc("16.6")
  void devicesOfEqualPreferenceAreTriedTogetherAndTheBestFirst() {
    registers("<sip:1001@10.0.0.1>;q=0.5");
    registers("<sip:1001@10.0.0.2>;q=0.9");
    registers("<sip:1001@10.0.0.3>;q=0.5");
    List<TargetGroup> groups = targets.devices(ALICE, T0);
    assertThat(groups).hasSize(2);
    assertThat(uris(groups.get(0))).containsExactly("sip:1001@10.0.0.2");
    assertThat(groups.get(0).ringTime()).isEqualTo(Duration.ofSeconds(20));
    assertThat(uris(groups.get(1)))
        .containsExactlyInAnyOrder("sip:1001@10.0.0.1", "sip:1001@10.0.0.3");
    assertThat(groups.get(1).ringTime()).isNull();
  }

  @Test
  @Rfc(value = "5626 7", other = true)
  void aDeviceWithTwoFlowsIsOneTargetWithAnotherBehindIt() {
    registersWith("outbound", "<sip:1001@10.0.0.1>;+sip.instance=\"<urn:x:a>\";reg-id=1");
    registersWith("outbound", "<sip:1001@10.0.0.2>;+sip.instance=\"<urn:x:a>\";reg-id=2");
    registersWith("outbound", "<sip:1001@10.0.0.3>;+sip.instance=\"<urn:x:b>\";reg-id=1");
    List<TargetGroup> groups = targets.devices(ALICE, T0);
    assertThat(groups).hasSize(1);
    assertThat(groups.getFirst().targets()).hasSize(2);
    assertThat(groups.getFirst().targets())
        .filteredOn(t -> t.fallback() != null)
        .singleElement()
        .satisfies(t -> assertThat(t.fallback().fallback()).isNull());
  }

  @Test
  @Rfc(value = "3327 5.3", other = true)
  void aDeviceBehindAProxyIsReachedThroughItsPath() {
    table =
        registrar
            .register(
                register("p", 1, "<sip:1001@192.168.1.5>")
                    .edit()
                    .push(HeaderName.PATH, "<sip:p1.example;lr>, <sip:p2.example;lr>")
                    .done(),
                table,
                FROM_PHONE,
                "t",
                T0)
            .state();
    location.put(table);
    Target target = targets.devices(ALICE, T0).getFirst().targets().getFirst();
    assertThat(target.hop()).isEqualTo(FROM_PHONE);
    assertThat(target.uri()).isEqualTo("sip:1001@192.168.1.5");
    assertThat(target.added())
        .containsExactly(
            new Target.Added(HeaderName.ROUTE, "<sip:p1.example;lr>"),
            new Target.Added(HeaderName.ROUTE, "<sip:p2.example;lr>"));
  }

  @Test
  @Rfc(value = "5627 5.1", other = true)
  void aDevicesOwnUriMeansThatDeviceAlone() {
    registers("<sip:1001@10.0.0.1>;+sip.instance=\"<urn:x:a>\"");
    registers("<sip:1001@10.0.0.2>;+sip.instance=\"<urn:x:b>\"");
    Gruus.Meaning second = gruus.read(Grammar.uri("sip:1001@pbx.example;gr=urn:x:b"));
    assertThat(uris(targets.device(ALICE, second, T0).getFirst()))
        .containsExactly("sip:1001@10.0.0.2");
    Gruus.Meaning gone = gruus.read(Grammar.uri("sip:1001@pbx.example;gr=urn:x:c"));
    assertThat(targets.device(ALICE, gone, T0)).isEmpty();
  }

  private void registers(String contact) {
    registersWith("gruu", contact);
  }

  private void registersWith(String option, String contact) {
    table =
        registrar
            .register(
                register("call" + ++calls, 1, contact)
                    .edit()
                    .add(HeaderName.SUPPORTED, option)
                    .done(),
                table,
                FROM_PHONE,
                "t",
                T0)
            .state();
    location.put(table);
  }

  private static List<String> uris(TargetGroup group) {
    return group.targets().stream().map(Target::uri).toList();
  }
}
