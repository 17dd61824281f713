package org.belfry.pbx.presence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.FROM_PHONE;
import static org.belfry.pbx.Messages.T0;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.Messages;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.engine.Step;
import org.belfry.pbx.presence.MailboxSummaries.MailboxSummary;
import org.belfry.pbx.presence.Subscription.Reason;
import org.belfry.pbx.presence.SubscriptionEffect.Close;
import org.belfry.pbx.presence.SubscriptionEffect.SendNotify;
import org.belfry.pbx.presence.SubscriptionEffect.StartExpiry;
import org.belfry.pbx.presence.SubscriptionEffect.StartInterval;
import org.belfry.pbx.presence.SubscriptionEffect.StopInterval;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.message.Edit;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;
import org.junit.jupiter.api.Test;

@Rfc("6665")
class Section4_NotifierTest {
  private static final Aor BOB = new Aor("1002", "pbx.example");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final SubscriptionEvent HEARD = new SubscriptionEvent.NotifyAnswered(200, null);

  private final Notifier notifier = new Notifier();
  private final EventPackages packages = new EventPackages(PresenceProperties.DEFAULT);
  private final List<SubscriptionEffect> effects = new ArrayList<>();
  private Subscription<?> s;
  private Instant now = T0;

  @Test
  @Rfc("4.2.1.2")
  void aSubscriptionIsFollowedByANotificationAtOnce() {
    begin(HOUR);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("active;expires=3600");
    assertThat(sent().header(HeaderName.EVENT)).isEqualTo("message-summary");
    assertThat(sent().header(HeaderName.CONTENT_TYPE))
        .isEqualTo("application/simple-message-summary");
    assertThat(effects).contains(new StartExpiry(HOUR));
  }

  @Test
  @Rfc("4.2.1.2")
  void aFetchIsToldOnceAndIsOver() {
    begin(Duration.ZERO);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated;reason=timeout");
    assertThat(body()).contains("Messages-Waiting: no");
    assertThat(s.isEnding()).isTrue();
    on(HEARD);
    assertThat(effects).contains(new Close(false));
  }

  @Test
  @Rfc("4.4.1")
  void theNotificationGoesInsideTheDialogToTheContact() {
    begin(HOUR);
    SipRequest notify = sent();
    assertThat(notify.uriText()).isEqualTo("sip:1001@10.0.0.5:5060");
    assertThat(notify.mandatory(HeaderName.FROM)).isEqualTo("<sip:1002@pbx.example>;tag=our");
    assertThat(notify.mandatory(HeaderName.TO)).isEqualTo("<sip:1001@pbx.example>;tag=f1");
    assertThat(notify.callId()).isEqualTo("c1");
    assertThat(notify.cseq().number()).isEqualTo(1);
    assertThat(notify.headers(HeaderName.ROUTE)).containsExactly("<sip:edge.example;lr>");
    changed(1);
    after(HEARD, Duration.ofSeconds(5));
    assertThat(sent().cseq().number()).isEqualTo(2);
  }

  @Test
  @Rfc("4.2.2")
  void oneNotificationIsOnItsWayAtATime() {
    begin(HOUR);
    now = now.plusSeconds(10);
    changed(1);
    changed(2);
    assertThat(effects).isEmpty();
    on(HEARD);
    assertThat(body()).contains("2/0");
    on(HEARD);
    assertThat(effects).isEmpty();
  }

  @Test
  @Rfc(value = "6446 5", other = true)
  void changesWithinTheIntervalAreToldTogetherAtItsEnd() {
    begin(HOUR);
    on(HEARD);
    changed(1);
    assertThat(effects).containsExactly(new StartInterval(Duration.ofSeconds(1)));
    changed(2);
    assertThat(effects).isEmpty();
    after(new SubscriptionEvent.IntervalOver(), Duration.ofSeconds(1));
    assertThat(body()).contains("2/0");
  }

  @Test
  void whatIsAsBeforeWhenTheIntervalIsOverIsNotTold() {
    begin(HOUR);
    on(HEARD);
    changed(1);
    changed(0);
    after(new SubscriptionEvent.IntervalOver(), Duration.ofSeconds(1));
    assertThat(effects).isEmpty();
    now = now.plusSeconds(1);
    changed(3);
    assertThat(body()).contains("3/0");
  }

  @Test
  void aChangeOfSomethingElseIsNoChange() {
    begin(HOUR);
    on(HEARD);
    now = now.plusSeconds(10);
    Resource other =
        new Resource(BOB, null, List.of(WatchedDialog.lamp("x", T0)), List.of(), null, List.of());
    on(new SubscriptionEvent.Changed(other));
    assertThat(effects).isEmpty();
  }

  @Test
  @Rfc("4.2.1.2")
  void aRefreshIsFollowedByANotificationHoweverSoon() {
    begin(HOUR);
    on(HEARD);
    changed(1);
    refresh(Duration.ofMinutes(30));
    assertThat(effects)
        .contains(new StopInterval(), new StartExpiry(Duration.ofMinutes(30)))
        .hasSize(3);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("active;expires=1800");
  }

  @Test
  @Rfc("4.2.1.2")
  void aRefreshWhileANotificationIsOnItsWayIsAnsweredByTheNext() {
    begin(HOUR);
    refresh(HOUR);
    assertThat(effects).containsExactly(new StartExpiry(HOUR));
    on(HEARD);
    assertThat(sent().cseq().number()).isEqualTo(2);
    on(HEARD);
    assertThat(effects).isEmpty();
  }

  @Test
  @Rfc("4.2.1.4")
  void whoUnsubscribesIsToldOnceMore() {
    begin(HOUR);
    on(HEARD);
    refresh(Duration.ZERO);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated;reason=timeout");
    on(HEARD);
    assertThat(effects).contains(new Close(false));
  }

  @Test
  @Rfc("4.2.1.4")
  void whoUnsubscribesWhileANotificationIsOnItsWayIsToldAfterIt() {
    begin(HOUR);
    refresh(Duration.ZERO);
    assertThat(effects).isEmpty();
    assertThat(s.isEnding()).isTrue();
    on(HEARD);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated;reason=timeout");
  }

  @Test
  @Rfc("4.2.2")
  void whatIsNotRefreshedEndsWithTimeout() {
    begin(HOUR);
    on(HEARD);
    after(new SubscriptionEvent.Expired(), HOUR);
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE)).isEqualTo("terminated;reason=timeout");
  }

  @Test
  @Rfc("4.1.3")
  void whatIsNoMoreEndsWithNoResourceAndNoBody() {
    begin(HOUR);
    on(HEARD);
    on(new SubscriptionEvent.Ended(Reason.NO_RESOURCE));
    assertThat(sent().header(HeaderName.SUBSCRIPTION_STATE))
        .isEqualTo("terminated;reason=noresource");
    assertThat(sent().bodyLength()).isZero();
  }

  @Test
  @Rfc("4.2.2")
  void aWatcherThatRefusesOrIsNotThereWatchesNoMore() {
    for (SubscriptionEvent event :
        List.of(
            new SubscriptionEvent.NotifyAnswered(481, null),
            new SubscriptionEvent.NotifyAnswered(408, null),
            new SubscriptionEvent.NotifyAnswered(603, null),
            new SubscriptionEvent.NotifyLost())) {
      begin(HOUR);
      on(event);
      assertThat(effects).as("%s", event).contains(new Close(true));
    }
  }

  @Test
  @Rfc("4.2.2")
  void aWatcherThatSaysWhenToTryAgainIsToldEverythingThen() {
    begin(HOUR);
    on(new SubscriptionEvent.NotifyAnswered(503, Duration.ofSeconds(7)));
    assertThat(effects).containsExactly(new StartInterval(Duration.ofSeconds(7)));
    after(new SubscriptionEvent.IntervalOver(), Duration.ofSeconds(7));
    assertThat(body()).contains("Messages-Waiting");
  }

  @Test
  void nobodyIsWaitedForLongerThanFiveMinutes() {
    begin(HOUR);
    on(new SubscriptionEvent.NotifyAnswered(503, Duration.ofDays(1)));
    assertThat(effects).containsExactly(new StartInterval(Duration.ofMinutes(5)));
  }

  // ---- what a SUBSCRIBE asks for

  @Test
  @Rfc("4.2.1.1")
  void anUnknownPackageOrNoneIs489WithThoseWeHave() {
    for (String event : List.of("winks", "")) {
      SipResponse refusal = read(event.isEmpty() ? null : event, "3600").refusal();
      assertThat(refusal.status()).isEqualTo(489);
      assertThat(refusal.header(HeaderName.ALLOW_EVENTS))
          .isEqualTo("dialog, message-summary, reg, presence, conference");
    }
  }

  @Test
  @Rfc("4.2.1.1")
  void aLifetimeIsGrantedShortenedOrTooBrief() {
    assertThat(read("dialog", "600").request().expires()).isEqualTo(Duration.ofMinutes(10));
    assertThat(read("dialog", "999999").request().expires()).isEqualTo(Duration.ofHours(2));
    assertThat(read("dialog", null).request().expires()).isEqualTo(HOUR);
    assertThat(read("dialog", "0").request().expires()).isZero();
    assertThat(read("dialog", "59").refusal().status()).isEqualTo(423);
  }

  @Test
  @Rfc("3.1.3")
  void theBodyIsOfATypeThatTheWatcherAccepts() {
    assertThat(read("dialog", "600", "application/pidf+xml").refusal().status()).isEqualTo(406);
    assertThat(read("dialog", "600", "text/plain, application/dialog-info+xml;q=0.5").request())
        .isNotNull();
    assertThat(read("dialog", "600", "*/*").request()).isNotNull();
    assertThat(read("dialog", "600", "application/*").request()).isNotNull();
  }

  @Test
  @Rfc("8.2.1")
  void theIdOfTheEventComesBack() {
    assertThat(read("Dialog;id=ab7", "600").request().event()).isEqualTo("dialog;id=ab7");
  }

  @Test
  @Rfc(value = "6446 5.1", other = true)
  void aWatcherMayAskForFewerNotifications() {
    assertThat(read("dialog;max-rate=0.1", "600").request().interval())
        .isEqualTo(Duration.ofSeconds(10));
    assertThat(read("dialog;max-rate=50", "600").request().interval())
        .isEqualTo(Duration.ofSeconds(1));
    for (String nonsense : List.of("x", "0", "-1", "NaN", "0.0000000001")) {
      assertThat(read("dialog;max-rate=" + nonsense, "600").request().interval())
          .as(nonsense)
          .isBetween(Duration.ofSeconds(1), Duration.ofHours(1));
    }
  }

  private SubscribeRequest.Reading read(String event, String expires, String... accept) {
    Edit<SipRequest> subscribe = subscribe(event, expires).edit();
    for (String each : accept) {
      subscribe.add(HeaderName.ACCEPT, each);
    }
    return SubscribeRequest.read(subscribe.done(), packages, PresenceProperties.DEFAULT, "our");
  }

  private static SipRequest subscribe(String event, String expires) {
    Edit<SipRequest> subscribe =
        Messages.request(Method.SUBSCRIBE, "sip:1002@pbx.example")
            .add(HeaderName.CONTACT, "<sip:1001@10.0.0.5:5060>")
            .add(HeaderName.RECORD_ROUTE, "<sip:edge.example;lr>");
    if (event != null) {
      subscribe.add(HeaderName.EVENT, event);
    }
    if (expires != null) {
      subscribe.add(HeaderName.EXPIRES, expires);
    }
    return subscribe.done();
  }

  // ---- helpers

  private void begin(Duration expires) {
    SipRequest subscribe = subscribe("message-summary", "" + expires.toSeconds());
    SubscribeRequest asked = read("message-summary", "" + expires.toSeconds()).request();
    Subscription<?> first =
        Subscription.begin(
            SubscriptionDialog.begin(subscribe, "our", FROM_PHONE),
            "1001",
            "sip:1002@pbx.example",
            new MessageSummaryPackage(),
            asked,
            mailbox(0),
            now);
    take(notifier.start(first, expires, now));
  }

  private void refresh(Duration expires) {
    SubscriptionDialog dialog =
        s.dialog().refreshed(subscribe("message-summary", null), FROM_PHONE);
    on(new SubscriptionEvent.Refreshed(dialog, expires, Duration.ofSeconds(1)));
  }

  private void changed(int fresh) {
    on(new SubscriptionEvent.Changed(mailbox(fresh)));
  }

  private static Resource mailbox(int fresh) {
    return new Resource(
        BOB, null, List.of(), List.of(), new MailboxSummary(fresh, 0, 0, 0), List.of());
  }

  private void after(SubscriptionEvent event, Duration time) {
    now = now.plus(time);
    on(event);
  }

  private void on(SubscriptionEvent event) {
    take(notifier.on(s, event, now));
  }

  private void take(Step<? extends Subscription<?>, SubscriptionEffect> step) {
    s = step.state();
    effects.clear();
    effects.addAll(step.effects());
  }

  private SipRequest sent() {
    return effects.stream()
        .filter(SendNotify.class::isInstance)
        .map(e -> ((SendNotify) e).request())
        .reduce((a, b) -> {
          throw new AssertionError("two notifications at once");
        })
        .orElseThrow(() -> new AssertionError("no notification: " + effects));
  }

  private String body() {
    return new String(sent().body(), StandardCharsets.UTF_8);
  }
}
