package org.belfry.pbx.registrar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;
import static org.belfry.pbx.Messages.register;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

@Rfc("3261")
class Section10_RegistrarTest {
  private static final Aor ALICE = new Aor("1001", "pbx.example");
  private static final BindingTable EMPTY = BindingTable.empty(ALICE);

  private final Registrar registrar =
      new Registrar(
          RegistrarProperties.DEFAULT,
          new Gruus("0123456789abcdef".getBytes(StandardCharsets.US_ASCII)));

  @Test
  @Rfc("10.3 step 7")
  void aContactBecomesABindingForTheTimeAsked() {
    Step<BindingTable, RegistrarEffect> step =
        on(register("a", 1, "<sip:1001@10.0.0.5:5060>;expires=600"), EMPTY);
    assertThat(answer(step).status()).isEqualTo(200);
    assertThat(step.state().bindings())
        .singleElement()
        .satisfies(b -> {
          assertThat(b.contact()).isEqualTo("sip:1001@10.0.0.5:5060");
          assertThat(b.expiresAt()).isEqualTo(T0.plusSeconds(600));
        });
    assertThat(journalled(step)).singleElement().isInstanceOf(BindingDelta.Stored.class);
  }

  @Test
  @Rfc("10.3 step 8")
  void theAnswerListsAllBindingsWithWhatIsLeftOfTheirTime() {
    BindingTable one = on(register("a", 1, "<sip:1001@10.0.0.5:5060>;expires=600"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step =
        registrar.register(
            register("b", 1, "<sip:1001@10.0.0.6:5060>;expires=900;q=0.5"),
            one,
            FROM_PHONE,
            "t",
            T0.plusSeconds(100));
    assertThat(answer(step).values(HeaderName.CONTACT))
        .containsExactly(
            "<sip:1001@10.0.0.5:5060>;expires=500", "<sip:1001@10.0.0.6:5060>;expires=900;q=0.5");
    assertThat(answer(step).header(HeaderName.DATE)).isEqualTo("Thu, 01 Jan 2026 00:01:40 GMT");
  }

  @Test
  @Rfc("10.2.3")
  void withoutContactTheListIsFetchedAndNothingChanges() {
    BindingTable one = on(register("a", 1, "<sip:1001@10.0.0.5>"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step = on(register("a", 2), one);
    assertThat(answer(step).values(HeaderName.CONTACT)).hasSize(1);
    assertThat(step.state()).isEqualTo(one);
    assertThat(journalled(step)).isEmpty();
  }

  /** What is cut when it is kept may be no address any more. */
  @Test
  @Rfc("10.3 step 8")
  void aContactThatIsTooLongToBeKeptIsNotTaken() {
    String longest = "sip:" + "x".repeat(985) + "@10.0.0.5";
    assertThat(answer(on(register("a", 1, "<" + longest + ">"), EMPTY)).status()).isEqualTo(200);
    for (String contact :
        List.of(
            "<sip:" + "x".repeat(1000) + "@[2001:db8::5]>",
            "<sip:1001@10.0.0.5>;+sip.instance=\"<urn:" + "x".repeat(300) + ">\"")) {
      Step<BindingTable, RegistrarEffect> step = on(register("a", 1, contact), EMPTY);
      assertThat(answer(step).status()).isEqualTo(400);
      assertThat(step.state()).isEqualTo(EMPTY);
    }
  }

  @Test
  @Rfc("10.3 step 7")
  void anOlderCSeqOfTheSameCallIdChangesNothing() {
    BindingTable table = on(register("a", 7, "<sip:1001@10.0.0.5>"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step =
        on(register("a", 6, "<sip:1001@10.0.0.5>;expires=100"), table);
    assertThat(answer(step).status()).isEqualTo(500);
    assertThat(step.state()).isEqualTo(table);
  }

  @Test
  @Rfc("10.3 step 7")
  void allContactsAreTakenOrNone() {
    Step<BindingTable, RegistrarEffect> step =
        on(
            register("a", 1, "<sip:1001@10.0.0.5>;expires=600", "<sip:1001@10.0.0.6>;expires=5"),
            EMPTY);
    assertThat(answer(step).status()).isEqualTo(423);
    assertThat(answer(step).header(HeaderName.MIN_EXPIRES)).isEqualTo("60");
    assertThat(step.state()).isEqualTo(EMPTY);
    assertThat(journalled(step)).isEmpty();
  }

  @Test
  @Rfc("10.2.2")
  void starWithExpiresZeroRemovesEverything() {
    BindingTable two =
        on(register("a", 1, "<sip:1001@10.0.0.5>, <sip:1001@10.0.0.6>"), EMPTY).state();
    assertThat(two.bindings()).hasSize(2);
    SipRequest star = register("a", 2, "*").edit().add(HeaderName.EXPIRES, "0").done();
    Step<BindingTable, RegistrarEffect> step = on(star, two);
    assertThat(step.state().bindings()).isEmpty();
    assertThat(journalled(step)).hasSize(2).allMatch(d -> d instanceof BindingDelta.Removed);
  }

  @Test
  @Rfc("10.3 step 6")
  void starWithAnythingElseIsRefused() {
    assertThat(answer(on(register("a", 1, "*"), EMPTY)).status()).isEqualTo(400);
    SipRequest both =
        register("a", 1, "*", "<sip:1001@10.0.0.5>").edit().add(HeaderName.EXPIRES, "0").done();
    assertThat(answer(on(both, EMPTY)).status()).isEqualTo(400);
  }

  @Test
  @Rfc("10.2.4")
  void aRefreshReplacesTheBindingOfTheSameUri() {
    BindingTable one = on(register("a", 1, "<sip:1001@10.0.0.5:5060>"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step =
        on(register("a", 2, "<sip:1001@10.0.0.5:5060>;expires=120"), one);
    assertThat(step.state().bindings()).hasSize(1);
    assertThat(step.state().bindings().getFirst().expiresAt()).isEqualTo(T0.plusSeconds(120));
  }

  @Test
  @Rfc("19.1.4")
  void contactsAreComparedAsUrisNotAsText() {
    assertThat(ContactUri.same("sip:a@HOST.example", "sip:a@host.example")).isTrue();
    assertThat(ContactUri.same("sip:a@host.example;x=1", "sip:a@host.example")).isTrue();
    assertThat(ContactUri.same("sip:A@host.example", "sip:a@host.example")).isFalse();
    assertThat(ContactUri.same("sip:a@host.example:5060", "sip:a@host.example")).isFalse();
    assertThat(ContactUri.same("sip:a@host.example;transport=tcp", "sip:a@host.example")).isFalse();
    assertThat(ContactUri.same("sip:a@host.example;x=1", "sip:a@host.example;x=2")).isFalse();
  }

  @Test
  @Rfc("10.2.1.1")
  void aLifetimeIsTheContactsOwnThenTheExpiresFieldThenTheDefaultAndNeverTooLong() {
    assertThat(lifetime(register("a", 1, "<sip:1001@10.0.0.5>"))).isEqualTo(Duration.ofHours(1));
    SipRequest field =
        register("a", 1, "<sip:1001@10.0.0.5>").edit().add(HeaderName.EXPIRES, "700").done();
    assertThat(lifetime(field)).isEqualTo(Duration.ofSeconds(700));
    assertThat(lifetime(register("a", 1, "<sip:1001@10.0.0.5>;expires=999999")))
        .isEqualTo(Duration.ofHours(2));
    assertThat(lifetime(register("a", 1, "<sip:1001@10.0.0.5>;expires=soon")))
        .isEqualTo(Duration.ofHours(1));
  }

  @Test
  void tooManyDevicesAreRefused() {
    BindingTable table = EMPTY;
    for (int i = 0; i < 10; i++) {
      table = on(register("a" + i, 1, "<sip:1001@10.0.1." + i + ">"), table).state();
    }
    Step<BindingTable, RegistrarEffect> step = on(register("b", 1, "<sip:1001@10.0.2.1>"), table);
    assertThat(answer(step).status()).isEqualTo(403);
    assertThat(step.state()).isEqualTo(table);
  }

  @Test
  void whatExpiredMakesRoomAndIsJournalled() {
    BindingTable one = on(register("a", 1, "<sip:1001@10.0.0.5>;expires=60"), EMPTY).state();
    Step<BindingTable, RegistrarEffect> step = registrar.expire(one, T0.plusSeconds(60));
    assertThat(step.state().bindings()).isEmpty();
    assertThat(journalled(step)).hasSize(1);
  }

  @Test
  void aContactThatIsNoSipUriIsRefused() {
    assertThat(answer(on(register("a", 1, "<mailto:a@b.example>"), EMPTY)).status()).isEqualTo(400);
    assertThatThrownBy(() -> on(register("a", 1, "<sip:@@@>"), EMPTY))
        .isInstanceOf(MalformedHeader.class);
  }

  @Test
  @Rfc(value = "3581 4", other = true)
  void aPhoneBehindNatIsReachedTheWayItsRequestCame() {
    Hop nat =
        new Hop(Transport.UDP, FROM_PHONE.local(), new InetSocketAddress("203.0.113.9", 40001), 0);
    Step<BindingTable, RegistrarEffect> behind =
        registrar.register(register("a", 1, "<sip:1001@10.0.0.5:5060>"), EMPTY, nat, "t", T0);
    assertThat(behind.state().bindings().getFirst().hop()).isEqualTo(nat);
    Step<BindingTable, RegistrarEffect> direct =
        on(register("a", 1, "<sip:1001@10.0.0.5:5062>"), EMPTY);
    assertThat(direct.state().bindings().getFirst().hop().remote().getPort()).isEqualTo(5062);
  }

  private Step<BindingTable, RegistrarEffect> on(SipRequest request, BindingTable table) {
    return registrar.register(request, table, FROM_PHONE, "t", T0);
  }

  private Duration lifetime(SipRequest request) {
    Instant expires = on(request, EMPTY).state().bindings().getFirst().expiresAt();
    return Duration.between(T0, expires);
  }

  private static SipResponse answer(Step<BindingTable, RegistrarEffect> step) {
    return step.effects().stream()
        .filter(RegistrarEffect.Answer.class::isInstance)
        .map(e -> ((RegistrarEffect.Answer) e).response())
        .findFirst()
        .orElseThrow();
  }

  private static List<BindingDelta> journalled(Step<BindingTable, RegistrarEffect> step) {
    return step.effects().stream()
        .filter(RegistrarEffect.Journal.class::isInstance)
        .flatMap(e -> ((RegistrarEffect.Journal) e).deltas().stream())
        .toList();
  }
}
