package org.belfry.pbx.app.trunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.app.trunk.TrunkStatus.Word;
import org.belfry.pbx.directory.Trunk;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.belfry.pbx.sip.transport.Advertised;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Rfc("3261")
class Section10_TrunkRegistrationTest {
  private static final TrunkProperties P = TrunkProperties.DEFAULT;
  private static final String TOKEN = new TrunkToken(new byte[16]).of("itsp");
  private static final String CHALLENGE =
      "Digest realm=\"itsp.example\", nonce=\"n1\", qop=\"auth\", algorithm=MD5";

  private Trunk trunk = Trunks.registering("itsp");
  private TrunkMachine machine = machineOf(trunk);
  private TrunkState state = new TrunkState.Off();
  private TrunkStatus status;
  private List<TrunkEffect> effects = List.of();
  private Instant now = T0;

  // ---- the plain way

  @Test
  @Rfc("10.2")
  void itRegistersShowsItsCredentialsAndIsUp() {
    happens(new TrunkEvent.Started());
    assertThat(effects).containsExactly(new TrunkEffect.Locate(Grammar.uri("sip:itsp.example")));
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    SipRequest first = sent();
    assertThat(first.uriText()).isEqualTo("sip:itsp.example");
    assertThat(first.header(HeaderName.TO)).isEqualTo("<sip:4930123@itsp.example>");
    assertThat(first.header(HeaderName.FROM)).startsWith("<sip:4930123@itsp.example>;tag=");
    assertThat(first.header(HeaderName.CONTACT))
        .isEqualTo("<sip:" + TOKEN + "@10.0.0.1:5060>;expires=600");
    assertThat(first.has(HeaderName.AUTHORIZATION)).isFalse();
    assertThat(first.problem()).isNull();

    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE);
    SipRequest second = sent();
    assertThat(second.cseq().number()).isEqualTo(2);
    assertThat(second.callId()).isEqualTo(first.callId());
    assertThat(second.topVia().branch()).isNotEqualTo(first.topVia().branch());
    assertThat(second.header(HeaderName.AUTHORIZATION)).contains("username=\"4930123\"");

    answers(200, HeaderName.CONTACT, "<sip:" + TOKEN + "@10.0.0.1>;expires=300");
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
    assertThat(status.usable(now)).isTrue();
    assertThat(status.server()).isEqualTo(Trunks.server(1));
    assertThat(status.use().until()).isEqualTo(now.plusSeconds(300));
    assertThat(status.problem()).isNull();
  }

  @Test
  @Rfc("10.2.4")
  void itRenewsBeforeTheRegistrationRunsOutWithTheCredentialsItHas() {
    registered(300);
    Instant upSince = now;
    SipRequest renewal = sentAfterWaiting(Method.REGISTER);
    assertThat(Duration.between(upSince, now)).isBetween(seconds(215), seconds(240));
    assertThat(renewal.header(HeaderName.AUTHORIZATION)).contains("nc=00000002");
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
    answers(200, HeaderName.EXPIRES, "300");
    assertThat(status.use().until()).isEqualTo(now.plusSeconds(300));
    assertThat(status.since()).isEqualTo(upSince);
  }

  @ParameterizedTest
  @Rfc("10.2.4")
  @CsvSource(
      delimiter = '|',
      value = {
        "<sip:other@192.0.2.9>;expires=999, <sip:TOKEN@10.0.0.1>;expires=120 | 77 | 120",
        "<sip:4930123@203.0.113.7:1024>;expires=120                          | 77 | 120",
        "<sip:TOKEN@10.0.0.1>                                                | 77 | 77",
        "<sip:TOKEN@10.0.0.1>;expires=0                                      | 77 | 20",
        "<sip:TOKEN@10.0.0.1>;expires=4294967295                             | 77 | 86400",
        "<sip:TOKEN@10.0.0.1>;expires=soon                                   | 77 | 77",
      })
  void howLongItLastsIsSaidInTheContactElseInExpires(String contact, String expires, int lasts) {
    started();
    answers(
        response(200)
            .add(HeaderName.CONTACT, contact.replace("TOKEN", TOKEN))
            .add(HeaderName.EXPIRES, expires)
            .done());
    assertThat(status.use().until()).isEqualTo(now.plusSeconds(lasts));
  }

  @Test
  @Rfc(value = "3608 6.1", other = true)
  void theServiceRouteIsKeptInOrder() {
    started();
    answers(
        response(200)
            .add(HeaderName.of("Service-Route"), "<sip:a.itsp.example;lr>, <sip:b.itsp.example;lr>")
            .add(HeaderName.of("service-route"), "<sip:c.itsp.example;lr>")
            .done());
    assertThat(status.serviceRoute())
        .containsExactly(
            "<sip:a.itsp.example;lr>", "<sip:b.itsp.example;lr>", "<sip:c.itsp.example;lr>");
  }

  @Test
  @Rfc("10.2.8")
  void aRegistrarThatWantsALongerTimeGetsIt() {
    started();
    answers(423, HeaderName.MIN_EXPIRES, "1800");
    assertThat(sent().header(HeaderName.EXPIRES)).isEqualTo("1800");
    answers(200, HeaderName.EXPIRES, "1800");
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
    sentAfterWaiting(Method.REGISTER);
    assertThat(sent().header(HeaderName.EXPIRES)).isEqualTo("1800");
  }

  @ParameterizedTest
  @ValueSource(strings = {"5", "90000", "0"})
  void aRegistrarThatNamesNoTimeWeCanTakeIsRefusal(String least) {
    started();
    answers(423, HeaderName.MIN_EXPIRES, least);
    assertThat(status.word()).isEqualTo(Word.REFUSED);
  }

  // ---- trouble

  @Test
  @Rfc(value = "3263 4.3", other = true)
  void theNextServerIsTriedWhenOneFailsOrSaysNothing() {
    happens(new TrunkEvent.Started());
    happens(
        new TrunkEvent.Located(
            List.of(Trunks.server(1), Trunks.server(2), Trunks.server(3), Trunks.server(4))));
    assertThat(to()).isEqualTo(Trunks.server(1));
    answers(503, HeaderName.RETRY_AFTER, "3600");
    assertThat(to()).isEqualTo(Trunks.server(2));
    happens(new TrunkEvent.Silent(sent(), "connection refused"));
    assertThat(to()).isEqualTo(Trunks.server(3));
    waits();
    assertThat(to()).isEqualTo(Trunks.server(4));
    assertThat(Duration.between(T0, now)).isEqualTo(P.patience());
    answers(200, HeaderName.EXPIRES, "60");
    assertThat(status.server()).isEqualTo(Trunks.server(4));
  }

  @Test
  void aServerThatHasSaidSomethingIsWaitedFor() {
    happens(new TrunkEvent.Started());
    happens(new TrunkEvent.Located(List.of(Trunks.server(1), Trunks.server(2))));
    answers(response(100).done());
    waits();
    assertThat(effects).isEmpty();
  }

  @Test
  @Rfc(value = "5626 4.5", other = true)
  void waitsBecomeLongerWithEachFailureUpToALimit() {
    started();
    Duration last = Duration.ZERO;
    for (int i = 1; i <= 12; i++) {
      Instant failedAt = now;
      happens(new TrunkEvent.Silent(sent(), "timeout"));
      assertThat(status.word()).isEqualTo(Word.FAILED);
      assertThat(status.problem().sentence()).contains("udp:198.51.100.1:5060", "timeout");
      long upper = Math.min(P.longestRetry().toMillis(), P.retry().toMillis() << i);
      last = Duration.between(failedAt, status.nextTryAt());
      assertThat(last.toMillis()).isBetween(upper / 2, upper);
      waits();
      happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
      assertThat(status.word()).as("no flicker").isEqualTo(Word.FAILED);
    }
    assertThat(last).isGreaterThanOrEqualTo(P.longestRetry().dividedBy(2));
  }

  @Test
  @Rfc("20.33")
  void retryAfterIsObeyedButNotForEver() {
    started();
    answers(503, HeaderName.RETRY_AFTER, "200 (maintenance)");
    assertThat(Duration.between(now, status.nextTryAt())).isBetween(seconds(200), seconds(220));
    waits();
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    answers(500, HeaderName.RETRY_AFTER, "99999999");
    assertThat(Duration.between(now, status.nextTryAt()))
        .isLessThanOrEqualTo(Duration.ofMinutes(66));
  }

  @ParameterizedTest
  @CsvSource({"403", "404", "400", "603", "302", "301"})
  void whatWillNotChangeByItselfIsAskedForAgainMuchLater(int code) {
    started();
    answers(code, HeaderName.CONTACT, "<sip:elsewhere.example>");
    assertThat(status.word()).isEqualTo(Word.REFUSED);
    assertThat(status.usable(now)).isFalse();
    assertThat(status.problem().status()).isEqualTo(code);
    assertThat(Duration.between(now, status.nextTryAt()))
        .isBetween(P.refused(), P.refused().multipliedBy(11).dividedBy(10));
    waits();
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class); // the same server as ever
  }

  @Test
  @Rfc("22.1")
  void aWrongPasswordIsTriedOnceAndNotAgainForLong() {
    started();
    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE);
    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE.replace("n1", "n2"));
    assertThat(status.word()).isEqualTo(Word.REFUSED);
    assertThat(status.problem().sentence()).contains("does not take this user and password");
    assertThat(Duration.between(now, status.nextTryAt())).isGreaterThanOrEqualTo(P.refused());
    waits();
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    assertThat(sent().has(HeaderName.AUTHORIZATION)).as("a new start").isFalse();
  }

  @Test
  void aTrunkWithoutAPasswordSaysThatOneIsAskedFor() {
    trunk = Trunks.trunk("itsp", true, "4930123", null);
    machine = machineOf(trunk);
    started();
    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE);
    assertThat(status.problem().sentence()).contains("the trunk has none");
  }

  @Test
  void aServerThatIsNotFoundIsLookedForAgain() {
    happens(new TrunkEvent.Started());
    happens(new TrunkEvent.NotLocated("there is no such domain"));
    assertThat(status.word()).isEqualTo(Word.FAILED);
    assertThat(status.problem().sentence())
        .isEqualTo("The provider's server was not found: there is no such domain.");
    waits();
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class);
    happens(new TrunkEvent.Located(List.of()));
    assertThat(status.problem().sentence()).contains("No way leads");
  }

  @Test
  void anAnswerThatCannotBeReadIsAFailureAndNoFault() {
    started();
    answers(200, HeaderName.CONTACT, "<sip:unclosed");
    assertThat(status.word()).isEqualTo(Word.FAILED);
    assertThat(status.problem().sentence()).contains("cannot be read");
  }

  @Test
  void whatStillHoldsIsUsedWhileARenewalFailsAndNotLonger() {
    registered(300);
    sentAfterWaiting(Method.REGISTER);
    answers(500, HeaderName.RETRY_AFTER, "120");
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class); // others beside it?
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    answers(500, HeaderName.RETRY_AFTER, "120");
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
    assertThat(status.usable(now)).isTrue();
    assertThat(status.problem().status()).isEqualTo(500);
    waits(); // until the registration runs out, which is before the next try
    assertThat(status.word()).isEqualTo(Word.FAILED);
    assertThat(status.usable(now)).isFalse();
    waits();
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class);
  }

  @Test
  void aProviderThatRefusesARenewalEndsTheUse() {
    registered(300);
    sentAfterWaiting(Method.REGISTER);
    answers(response(403).done());
    assertThat(status.usable(now)).isFalse();
    assertThat(status.word()).isEqualTo(Word.REFUSED);
  }

  // ---- the way stays open

  @Test
  @Rfc(value = "5626 4.4", other = true)
  void theServerInUseIsAskedWhetherItIsThereAndAnyAnswerWillDo() {
    registered(300);
    SipRequest options = sentAfterWaiting(Method.OPTIONS);
    assertThat(Duration.between(T0, now)).isEqualTo(P.probe());
    assertThat(options.has(HeaderName.AUTHORIZATION)).isFalse();
    answers(response(405).done());
    SipRequest next = sentAfterWaiting(Method.OPTIONS);
    assertThat(next.cseq().number()).isEqualTo(options.cseq().number() + 1);
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
  }

  @Test
  void aServerThatNoLongerAnswersIsLeftForAnother() {
    registered(3600);
    for (int i = 0; i < P.misses(); i++) {
      assertThat(status.usable(now)).isTrue();
      sentAfterWaiting(Method.OPTIONS);
      now = now.plusSeconds(32);
      happens(new TrunkEvent.Silent(sent(), "timeout"));
    }
    assertThat(status.usable(now)).isFalse();
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class);
    happens(new TrunkEvent.Located(List.of(Trunks.server(2))));
    answers(200, HeaderName.EXPIRES, "3600");
    assertThat(status.server()).isEqualTo(Trunks.server(2));
  }

  @Test
  void aQuestionCountsAsMissedWhenPatienceIsOverAndNotOnlyWhenTheTransactionIs() {
    registered(3600);
    for (int i = 0; i < P.misses(); i++) {
      assertThat(status.usable(now)).isTrue();
      sentAfterWaiting(Method.OPTIONS);
      Instant asked = now;
      waits();
      assertThat(Duration.between(asked, now)).isEqualTo(P.patience());
    }
    assertThat(status.usable(now)).isFalse();
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class);
    assertThat(Duration.between(T0, now)).isLessThan(seconds(40));
  }

  @Test
  @Rfc(value = "5626 4.5", other = true)
  void aClosedConnectionIsReplacedAtOnceButNotAgainAndAgain() {
    registered(3600);
    happens(new TrunkEvent.FlowClosed());
    assertThat(effects).hasOnlyElementsOfType(TrunkEffect.Locate.class);
    happens(new TrunkEvent.Located(List.of(Trunks.server(1, Transport.TCP))));
    answers(200, HeaderName.EXPIRES, "3600");
    happens(new TrunkEvent.FlowClosed());
    assertThat(status.word()).isEqualTo(Word.FAILED);
    assertThat(status.nextTryAt()).isAfter(now.plus(P.retry()));
  }

  @Test
  void aConnectionIsNamedInTheContact() {
    happens(new TrunkEvent.Started());
    happens(new TrunkEvent.Located(List.of(Trunks.server(1, Transport.TLS))));
    assertThat(sent().header(HeaderName.CONTACT)).contains(";transport=tls>");
    assertThat(sent().header(HeaderName.VIA)).startsWith("SIP/2.0/TLS 10.0.0.1:5060;");
  }

  // ---- without registration

  @Test
  @Rfc("11")
  void aTrunkThatDoesNotRegisterIsUpWhenItsServerAnswers() {
    trunk = Trunks.peering("itsp");
    machine = machineOf(trunk);
    started();
    assertThat(sent().method()).isEqualTo(Method.OPTIONS);
    answers(response(404).done());
    assertThat(status.word()).isEqualTo(Word.UP);
    assertThat(status.use().until()).isEqualTo(Instant.MAX);
    for (int i = 0; i < P.misses(); i++) {
      sentAfterWaiting(Method.OPTIONS);
      answers(response(503).done());
    }
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    answers(response(503).done());
    assertThat(status.word()).isEqualTo(Word.FAILED);
    waits();
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    answers(response(200).done());
    assertThat(status.word()).isEqualTo(Word.UP);
    happens(new TrunkEvent.Stopped());
    assertThat(effects).containsExactly(new TrunkEffect.End());
  }

  // ---- the end

  @Test
  @Rfc("10.2.2")
  void itUnregistersWhenItIsStopped() {
    registered(300);
    happens(new TrunkEvent.Stopped());
    assertThat(sent().header(HeaderName.CONTACT)).endsWith(">;expires=0");
    assertThat(status.word()).isEqualTo(Word.STOPPING);
    assertThat(status.usable(now)).isFalse();
    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE.replace("n1", "n9") + ", stale=true");
    answers(response(200).done());
    assertThat(effects).containsExactly(new TrunkEffect.End());
    assertThat(state).isEqualTo(new TrunkState.Off());
  }

  @Test
  void itDoesNotWaitLongForAFarewell() {
    registered(300);
    Instant stopped = now;
    happens(new TrunkEvent.Stopped());
    waits();
    assertThat(effects).containsExactly(new TrunkEffect.End());
    assertThat(now).isEqualTo(stopped.plus(P.farewell()));
  }

  @Test
  void aRegistrationThatMayJustHaveBeenMadeIsTakenBack() {
    started();
    happens(new TrunkEvent.Stopped());
    assertThat(sent().header(HeaderName.EXPIRES)).isEqualTo("0");
  }

  @Test
  void answersToWhatWasGivenUpChangeNothing() {
    happens(new TrunkEvent.Started());
    happens(new TrunkEvent.Located(List.of(Trunks.server(1), Trunks.server(2))));
    SipRequest slow = sent();
    waits();
    SipRequest current = sent();
    TrunkState before = state;
    happens(new TrunkEvent.Answered(slow, slow.respond(403, "Forbidden", "t").done()));
    happens(new TrunkEvent.Silent(slow, "timeout"));
    assertThat(state).isEqualTo(before);
    happens(new TrunkEvent.Answered(current, current.respond(200, "OK", "t").done()));
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
  }

  /** Whatever happens in whatever order, it neither faults nor stops trying. */
  @Test
  void itEndsInNoDeadEndWhateverHappens() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      trunk = random.nextInt(4) == 0 ? Trunks.peering("itsp") : Trunks.registering("itsp");
      machine = machineOf(trunk);
      state = new TrunkState.Off();
      status = null;
      sentRequests.clear();
      happens(new TrunkEvent.Started());
      for (int i = 0; i < 100; i++) {
        now = now.plusSeconds(random.nextInt(60));
        happens(anything(random));
        assertThat(state).isNotInstanceOf(TrunkState.Off.class);
      }
      for (int i = 0; i < 6 && !(state instanceof TrunkState.Up); i++) {
        if (state instanceof TrunkState.Locating) {
          happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
        } else if (state instanceof TrunkState.Asking asking) {
          SipResponse ok = asking.sent().respond(200, "OK", "t").done();
          happens(new TrunkEvent.Answered(asking.sent(), ok));
        } else {
          waits();
        }
      }
      assertThat(state).as("seed %s", seed).isInstanceOf(TrunkState.Up.class);
    }
  }

  private TrunkEvent anything(Random random) {
    SipRequest any =
        sentRequests.isEmpty()
            ? null
            : sentRequests.get(Math.max(0, sentRequests.size() - 1 - random.nextInt(3)));
    int[] codes = {100, 200, 200, 302, 401, 403, 408, 423, 500, 503, 600};
    return switch (random.nextInt(any == null ? 4 : 8)) {
      case 0 -> new TrunkEvent.Woken();
      case 1 -> new TrunkEvent.FlowClosed();
      case 2 -> new TrunkEvent.Located(List.of(Trunks.server(1), Trunks.server(2)));
      case 3 -> new TrunkEvent.NotLocated("nobody knows");
      case 4 -> new TrunkEvent.Silent(any, "timeout");
      default -> {
        int code = codes[random.nextInt(codes.length)];
        yield new TrunkEvent.Answered(
            any,
            any.respond(code, "R", "t")
                .add(HeaderName.WWW_AUTHENTICATE, CHALLENGE.replace("n1", "n" + random.nextInt()))
                .add(HeaderName.MIN_EXPIRES, "" + random.nextInt(4000))
                .add(HeaderName.EXPIRES, "" + random.nextInt(4000))
                .done());
      }
    };
  }

  // ---- words

  private final List<SipRequest> sentRequests = new ArrayList<>();

  private static TrunkMachine machineOf(Trunk trunk) {
    return new TrunkMachine(trunk, TOKEN, "call-1", P, Advertised.NOTHING, new Random(7));
  }

  // ---- somebody wants to know

  @Test
  void itIsAskedAtOnceWhenSomebodyHasChangedSomethingAtTheProvider() {
    started();
    answers(403, HeaderName.REASON, "SIP;cause=403");
    assertThat(status.word()).isEqualTo(Word.REFUSED);

    happens(new TrunkEvent.Tried());
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
    answers(200, HeaderName.EXPIRES, "300");

    assertThat(status.word()).isEqualTo(Word.REGISTERED);
    assertThat(status.problem()).isNull();
  }

  @Test
  void itStaysUsableWhileItsRegistrationIsTried() {
    registered(300);
    int sent = sentRequests.size();

    happens(new TrunkEvent.Tried());

    assertThat(sentRequests).hasSize(sent + 1);
    assertThat(sent().method()).isEqualTo(Method.REGISTER);
    assertThat(status.usable(now)).isTrue();
    answers(200, HeaderName.EXPIRES, "300");
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
  }

  private void started() {
    happens(new TrunkEvent.Started());
    happens(new TrunkEvent.Located(List.of(Trunks.server(1))));
  }

  private void registered(int lasts) {
    started();
    answers(401, HeaderName.WWW_AUTHENTICATE, CHALLENGE);
    answers(200, HeaderName.EXPIRES, "" + lasts);
    assertThat(status.word()).isEqualTo(Word.REGISTERED);
  }

  private Instant wakeAt;

  private void happens(TrunkEvent event) {
    Step<TrunkState, TrunkEffect> step = machine.on(state, event, now);
    state = step.state();
    effects = List.copyOf(step.effects());
    status = TrunkStatus.of(trunk, TOKEN, state, status, now);
    for (TrunkEffect effect : effects) {
      if (effect instanceof TrunkEffect.WakeAt wake) {
        wakeAt = wake.at();
      } else if (effect instanceof TrunkEffect.Send send) {
        assertThat(send.request().problem()).isNull();
        sentRequests.add(send.request());
      }
    }
  }

  /** Time passes until the machine has wanted to be woken. */
  private void waits() {
    if (wakeAt != null && wakeAt.isAfter(now)) {
      now = wakeAt;
    }
    happens(new TrunkEvent.Woken());
  }

  /** The same again and again, with OPTIONS that are answered, until such a request is sent. */
  private SipRequest sentAfterWaiting(Method method) {
    for (int i = 0; i < 1000; i++) {
      waits();
      if (effects.stream().anyMatch(TrunkEffect.Send.class::isInstance)) {
        if (sent().method().equals(method)) {
          return sent();
        }
        answers(response(200).done());
      }
    }
    throw new AssertionError("no " + method + " is sent");
  }

  private SipRequest sent() {
    return sentRequests.getLast();
  }

  private Hop to() {
    return effects.stream()
        .filter(TrunkEffect.Send.class::isInstance)
        .map(e -> ((TrunkEffect.Send) e).to())
        .findFirst()
        .orElseThrow();
  }

  private Edit<SipResponse> response(int code) {
    return sent().respond(code, "Reason", "t");
  }

  private void answers(int code, HeaderName name, String value) {
    answers(response(code).add(name, value).done());
  }

  private void answers(SipResponse response) {
    happens(new TrunkEvent.Answered(sent(), response));
  }

  private static Duration seconds(long seconds) {
    return Duration.ofSeconds(seconds);
  }
}
