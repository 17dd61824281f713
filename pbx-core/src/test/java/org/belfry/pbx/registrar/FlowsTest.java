package org.belfry.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.register;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.NameAddr;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

/** Flows of a device (RFC 5626), proxies on the way to it (RFC 3327), its own URI (RFC 5627). */
@Rfc("5626")
class FlowsTest {
  private static final Aor ALICE = new Aor("1001", "pbx.example");
  private static final BindingTable EMPTY = BindingTable.empty(ALICE);
  private static final byte[] SECRET = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final String UUID = "urn:uuid:00000000-0000-1000-8000-000a95a0e128";
  private static final String INSTANCE = ";+sip.instance=\"<" + UUID + ">\"";
  private static final String DESK = "<sip:1001@10.0.0.5:5060>" + INSTANCE;

  private final Gruus gruus = new Gruus(SECRET);
  private final Registrar registrar = new Registrar(RegistrarProperties.DEFAULT, gruus);

  // ---- RFC 5626, outbound

  @Test
  @Rfc("6")
  void twoFlowsOfADeviceAreTwoBindingsAndAFlowThatComesBackReplacesItself() {
    BindingTable one = on(outbound("a", 1, DESK + ";reg-id=1"), EMPTY).state();
    BindingTable two = on(outbound("b", 1, DESK + ";reg-id=2"), one).state();
    assertThat(two.bindings()).extracting(Binding::regId).containsExactly(1, 2);
    String moved = "<sip:1001@10.0.0.99:5071>" + INSTANCE + ";reg-id=1";
    BindingTable again = on(outbound("c", 1, moved), two).state();
    assertThat(again.bindings())
        .extracting(b -> b.regId() + " " + b.contact())
        .containsExactlyInAnyOrder("1 sip:1001@10.0.0.99:5071", "2 sip:1001@10.0.0.5:5060");
  }

  @Test
  @Rfc("6")
  void theAnswerSaysThatOutboundIsDone() {
    SipResponse ok = answer(on(outbound("a", 1, DESK + ";reg-id=1"), EMPTY));
    assertThat(ok.header(HeaderName.REQUIRE)).isEqualTo("outbound");
    assertThat(ok.header(HeaderName.CONTACT)).contains(INSTANCE).contains(";reg-id=1");
  }

  @Test
  @Rfc("6")
  void aFlowNumberWithoutOutboundIsOverlooked() {
    Step<BindingTable, RegistrarEffect> step = on(register("a", 1, DESK + ";reg-id=1"), EMPTY);
    assertThat(step.state().bindings()).singleElement().extracting(Binding::regId).isEqualTo(0);
    assertThat(answer(step).has(HeaderName.REQUIRE)).isFalse();
  }

  @Test
  @Rfc("6")
  void aFlowThroughAProxyThatDoesNotKeepItIsRefused() {
    SipRequest through =
        outbound("a", 1, DESK + ";reg-id=1")
            .edit()
            .push(HeaderName.PATH, "<sip:edge.example;lr>")
            .done();
    assertThat(answer(on(through, EMPTY)).status()).isEqualTo(439);
    SipRequest keeper =
        outbound("a", 1, DESK + ";reg-id=1")
            .edit()
            .push(HeaderName.PATH, "<sip:core.example;lr>, <sip:edge.example;lr;ob>")
            .done();
    assertThat(answer(on(keeper, EMPTY)).status()).isEqualTo(200);
  }

  @Test
  @Rfc("6")
  void aFlowIsTheWayItsRegisterCameWhateverTheContactSays() {
    Binding binding = on(outbound("a", 1, DESK + ";reg-id=1"), EMPTY).state().bindings().getFirst();
    assertThat(binding.hop()).isEqualTo(FROM_PHONE);
  }

  @Test
  @Rfc("5.3")
  void aClosedConnectionEndsTheBindingsThatOnlyItLedTo() {
    Hop nat = tcp("203.0.113.7", 40001, 7);
    Hop plain = tcp("10.0.0.6", 40002, 8);
    BindingTable table = registrar.register(register("a", 1, DESK), EMPTY, nat, "t", T0).state();
    table =
        registrar
            .register(
                register("b", 1, "<sip:1001@10.0.0.6:5070;transport=tcp>"), table, plain, "t", T0)
            .state();
    Step<BindingTable, RegistrarEffect> first = registrar.flowClosed(table, 7);
    assertThat(first.state().bindings())
        .extracting(Binding::contact)
        .containsExactly("sip:1001@10.0.0.6:5070;transport=tcp");
    assertThat(first.effects())
        .anySatisfy(e ->
            assertThat(e)
                .isInstanceOfSatisfying(
                    RegistrarEffect.Announce.class,
                    a -> assertThat(a.cause()).isEqualTo(Loss.FLOW_CLOSED)));
    Step<BindingTable, RegistrarEffect> second = registrar.flowClosed(first.state(), 8);
    assertThat(second.state().bindings().getFirst().hop()).isEqualTo(tcp("10.0.0.6", 5070, 0));
  }

  @Test
  void aPhoneThatWentBySilenceOrExpiryIsAnnounced() {
    BindingTable table = on(register("a", 1, DESK + ";expires=60"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step = registrar.expire(table, T0.plusSeconds(61));
    assertThat(step.effects().getLast())
        .isEqualTo(new RegistrarEffect.Announce(table.bindings().getFirst(), Loss.EXPIRED));
  }

  @Test
  void theConnectionsOfBindingsAreKnownAsLongAsTheyAreUsed() {
    Location location = new Location();
    Hop flow = tcp("203.0.113.7", 40001, 7);
    BindingTable table = registrar.register(register("a", 1, DESK), EMPTY, flow, "t", T0).state();
    location.put(table);
    assertThat(location.onConnection(7)).containsExactly(ALICE);
    Hop next = tcp("203.0.113.7", 40009, 9);
    location.put(registrar.register(register("a", 2, DESK), table, next, "t", T0).state());
    assertThat(location.onConnection(7)).isEmpty();
    assertThat(location.onConnection(9)).containsExactly(ALICE);
    location.put(EMPTY);
    assertThat(location.onConnection(9)).isEmpty();
  }

  // ---- RFC 3327, Path

  @Test
  @Rfc(value = "3327 5.3", other = true)
  void thePathIsKeptAndToldToAPhoneThatKnowsOfPaths() {
    SipRequest request =
        register("a", 1, "<sip:1001@192.168.1.5>")
            .edit()
            .push(HeaderName.PATH, "<sip:p2.example;lr>")
            .push(HeaderName.PATH, "<sip:p1.example;lr>")
            .add(HeaderName.SUPPORTED, "path")
            .done();
    Step<BindingTable, RegistrarEffect> step = on(request, EMPTY);
    assertThat(step.state().bindings().getFirst().path())
        .containsExactly("<sip:p1.example;lr>", "<sip:p2.example;lr>");
    assertThat(answer(step).values(HeaderName.PATH))
        .containsExactly("<sip:p1.example;lr>", "<sip:p2.example;lr>");
    assertThat(step.state().bindings().getFirst().hop()).isEqualTo(FROM_PHONE);
  }

  // ---- RFC 5627, GRUU

  @Test
  @Rfc(value = "5627 5.2", other = true)
  void aDeviceGetsAPublicAndATemporaryUriOfItsOwn() {
    Step<BindingTable, RegistrarEffect> step = on(gruu("a", 1), EMPTY);
    NameAddr contact = Grammar.nameAddr(answer(step).header(HeaderName.CONTACT));
    assertThat(contact.params().get("pub-gruu")).isEqualTo("sip:1001@pbx.example;gr=" + UUID);
    Binding binding = step.state().bindings().getFirst();
    for (String name : List.of("pub-gruu", "temp-gruu")) {
      SipUri uri = Grammar.uri(contact.params().get(name));
      assertThat(Gruus.isGruu(uri)).isTrue();
      Gruus.Meaning meaning = gruus.read(uri);
      assertThat(meaning.user()).isEqualTo("1001");
      assertThat(meaning.covers(binding)).isTrue();
    }
    assertThat(contact.params().get("temp-gruu")).doesNotContain("1001").doesNotContain("uuid");
  }

  @Test
  @Rfc(value = "5627 3.1.2", other = true)
  void temporaryUrisDifferAndAllOfARegistrationStayValidUntilItsCallIdChanges() {
    Step<BindingTable, RegistrarEffect> first = on(gruu("a", 1), EMPTY);
    Step<BindingTable, RegistrarEffect> second = on(gruu("a", 2), first.state());
    String one = temporary(first);
    String two = temporary(second);
    assertThat(one).isNotEqualTo(two);
    Binding binding = second.state().bindings().getFirst();
    assertThat(gruus.read(Grammar.uri(one)).covers(binding)).isTrue();
    Binding rebooted = on(gruu("b", 1), second.state()).state().bindings().getFirst();
    assertThat(gruus.read(Grammar.uri(one)).covers(rebooted)).isFalse();
    assertThat(gruus.read(Grammar.uri(two)).covers(rebooted)).isFalse();
  }

  @Test
  @Rfc(value = "5627 3.2", other = true)
  void aMadeUpTemporaryUriMeansNothing() {
    String genuine = temporary(on(gruu("a", 1), EMPTY));
    char digit = genuine.charAt(50);
    String changed = genuine.substring(0, 50) + (digit == '0' ? '1' : '0') + genuine.substring(51);
    assertThat(gruus.read(Grammar.uri(changed))).isNull();
    assertThat(gruus.read(Grammar.uri("sip:gr-zz@pbx.example;gr"))).isNull();
    assertThat(gruus.read(Grammar.uri("sip:1001@pbx.example;gr"))).isNull();
    assertThat(
            new Gruus("another secret!!".getBytes(StandardCharsets.US_ASCII))
                .read(Grammar.uri(genuine)))
        .isNull();
  }

  // ---- RFC 3261 §10.3 step 2

  @Test
  @Rfc(value = "3261 10.3 step 2", other = true)
  void anExtensionThatIsRequiredAndUnknownIsNamed() {
    SipRequest request =
        register("a", 1, DESK).edit().add(HeaderName.REQUIRE, "gruu, time-travel").done();
    SipResponse refused = answer(on(request, EMPTY));
    assertThat(refused.status()).isEqualTo(420);
    assertThat(refused.header(HeaderName.UNSUPPORTED)).isEqualTo("time-travel");
  }

  private static SipRequest outbound(String callId, int cseq, String contact) {
    return register(callId, cseq, contact)
        .edit()
        .add(HeaderName.SUPPORTED, "path, outbound")
        .done();
  }

  private static SipRequest gruu(String callId, int cseq) {
    return register(callId, cseq, DESK).edit().add(HeaderName.SUPPORTED, "gruu").done();
  }

  private static String temporary(Step<BindingTable, RegistrarEffect> step) {
    return Grammar.nameAddr(answer(step).header(HeaderName.CONTACT)).params().get("temp-gruu");
  }

  private Step<BindingTable, RegistrarEffect> on(SipRequest request, BindingTable table) {
    return registrar.register(request, table, FROM_PHONE, "t", T0);
  }

  private static SipResponse answer(Step<BindingTable, RegistrarEffect> step) {
    return step.effects().stream()
        .filter(RegistrarEffect.Answer.class::isInstance)
        .map(e -> ((RegistrarEffect.Answer) e).response())
        .findFirst()
        .orElseThrow();
  }

  private static Hop tcp(String host, int port, long connection) {
    return new Hop(
        Transport.TCP, FROM_PHONE.local(), new InetSocketAddress(host, port), connection);
  }
}
