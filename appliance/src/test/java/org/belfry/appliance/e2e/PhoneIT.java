package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The phone of the portal by its buttons: Alice, Bob and Dora at windows of one browser, Carol at
 * baresip. Alice's window reaches the appliance by a cable that can be pulled out.
 */
@Tag("realclients")
@Timeout(value = 90, unit = TimeUnit.SECONDS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PhoneIT {
  private static final String ALICE = "3301";
  private static final String BOB = "3302";
  private static final String CAROL = "3303";
  private static final String DORA = "3304";
  private static final String MENU = "3350";
  private static final String PASSWORD = "portal-password";
  private static final String PHONE = "document.querySelector('belfry-phone')";
  private static final double ALICE_TONE = 1030;
  private static final double BOB_TONE = 1310;
  private static final double CAROL_TONE = 440;
  private static final double DORA_TONE = 730;

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static Cable cable;
  private static Chromium browser;
  private static PortalBrowser alice;
  private static PortalBrowser bob;
  private static PortalBrowser dora;
  private static Baresip carol;

  @BeforeAll
  @Timeout(value = 180, unit = TimeUnit.SECONDS)
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
    person(ALICE, "Alice Berger");
    person(BOB, "Bob Okafor");
    person(CAROL, "Carol Lund");
    person(DORA, "Dora Vogt");
    String menu =
        """
        {"name":"day","number":"%s","start":"top","nodes":{
          "top":{"menu":{"lines":["prompt:goodbye"],"keys":{"7":"desk"},"seconds":20}},
          "desk":{"goTo":{"to":"dial:%s","otherwise":"end"}},
          "end":{"hangUp":{}}}}
        """
            .formatted(MENU, CAROL);
    assertThat(appliance.api().post("/api/v1/attendants", menu).statusCode()).isEqualTo(201);
    cable = new Cable(appliance.httpsPort());
    browser = PortalBrowser.shared(shared.resolve("browser"));
    alice = PortalBrowser.in(browser, ALICE_TONE, cable.port());
    bob = PortalBrowser.in(browser, BOB_TONE, appliance.httpsPort());
    dora = PortalBrowser.in(browser, DORA_TONE, appliance.httpsPort());
    carol =
        new Baresip(
            shared.resolve("carol"),
            new Account(CAROL, PASSWORD, appliance.sipPort(), "udp", CAROL_TONE));
    alice.signsIn(ALICE, PASSWORD);
    bob.signsIn(BOB, PASSWORD);
    dora.signsIn(DORA, PASSWORD);
    carol.registered();
    alice.phoneIs("ready");
    bob.phoneIs("ready");
    dora.phoneIs("ready");
  }

  private static void person(String extension, String name) {
    String user =
        "{\"extension\":\"%s\",\"name\":\"%s\",\"sipPassword\":\"%s\"}"
            .formatted(extension, name, PASSWORD);
    assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    JsonNode made = appliance.api().get("/api/v1/users?extension=" + extension);
    String access = "/api/v1/users/" + made.get(0).path("id").asLong() + "/web-access";
    assertThat(appliance.api().patch(access, "{\"password\":\"" + PASSWORD + "\"}").statusCode())
        .isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    if (carol != null) { // something may not have started
      carol.close();
    }
    if (browser != null) {
      browser.close();
    }
    if (cable != null) {
      cable.close();
    }
    appliance.close();
  }

  @AfterEach
  void hangUp() {
    carol.hangsUp();
    dora.forgetsItsCalls();
    bob.forgetsItsCalls();
    alice.forgetsItsCalls();
    carol.forgets();
  }

  private static void aliceAndBobTalk() {
    alice.dials(BOB);
    bob.callIs("incoming");
    bob.presses("Answer");
    alice.callIs("talking");
    bob.callIs("talking");
    alice.hears(BOB_TONE);
    bob.hears(ALICE_TONE);
  }

  private static void carolAnswers() {
    carol.rings();
    carol.answers();
    carol.talks();
  }

  @Test
  @Order(1)
  void aColleagueIsFoundByNameWithALampAndCalledByAClick() {
    alice.evaluate("document.querySelector('belfry-phone').open()");
    alice.types("number", "okaf");
    alice.until(
        "Bob alone, who is free",
        "[...document.querySelectorAll('.bf-phone-colleague')].map(b =>"
            + " b.querySelector('[role=img]').ariaLabel + b.textContent).join() === 'AvailableBob"
            + " Okafor3302'");
    alice.evaluate("document.querySelector('.bf-phone-colleague').click()");
    bob.callIs("incoming");
    assertThat(bob.report().path("said").asString()).isEqualTo("Alice Berger: Incoming call");
    bob.presses("Decline");
    bob.callIs("over");
    alice.shows("Call ended · declined");
  }

  @Test
  @Order(2)
  void whoIsMutedIsNotHeardAlsoByAnotherMicrophone() {
    aliceAndBobTalk();
    alice.presses("Mute");
    bob.hearsNothing();
    alice.evaluate(
        "(async p => { const all = await p.sound.devices('audioinput');"
            + " await p.choose('microphone', all[0].deviceId); p.part('calls'); })"
            + "(document.querySelector('belfry-phone'))");
    bob.hearsNothing();
    alice.presses("Unmute");
    bob.hears(ALICE_TONE);
    alice.callHas("c.quality === 'good'");
  }

  @Test
  @Order(3)
  void aKeyIsHeardByTheMenu() {
    alice.dials(MENU);
    alice.callIs("talking");
    alice.presses("Keypad");
    alice.presses("7");
    carolAnswers();
    alice.hears(CAROL_TONE);
  }

  @Test
  @Order(3)
  void aDigitIsTypedWithoutAButtonAndHeardByTheMenu() {
    alice.dials(MENU);
    alice.callIs("talking");
    alice.evaluate(
        "(document.activeElement.blur(), document.body.dispatchEvent(new KeyboardEvent('keydown',"
            + " {key: '7', bubbles: true})))");
    alice.until("the digit", "document.querySelector('.bf-phone-pressed').textContent === '7'");
    carolAnswers();
    alice.hears(CAROL_TONE);
  }

  @Test
  @Order(3)
  void whoParksACallIsToldTheSlot() {
    aliceAndBobTalk();
    alice.presses("Transfer");
    alice.types("transfer", "*5");
    alice.presses("Transfer now");
    alice.shows("Call parked. To pick it up, dial *51");
    alice.hasNoLiveCall();
    alice.presses("Close");
    alice.dials("*51");
    alice.hears(BOB_TONE);
  }

  @Test
  @Order(4)
  void bobIsSentToCarolWithoutAskingHer() {
    aliceAndBobTalk();
    alice.presses("Transfer");
    alice.types("transfer", "lund");
    alice.until(
        "Carol alone",
        "[...document.querySelectorAll('.bf-phone-colleague')].map(b => b.textContent).join() ==="
            + " 'Carol Lund3303'");
    alice.evaluate("document.querySelector('.bf-phone-colleague').click()");
    alice.presses("Transfer now");
    carolAnswers();
    alice.shows("Transferred to Carol Lund");
    bob.callWith(CAROL, "c.state === 'talking'");
    bob.hears(CAROL_TONE);
    alice.hasNoLiveCall();
  }

  @Test
  @Order(4)
  void whoGetsATransferredCallSeesTheCallerAndWhoSentIt() {
    aliceAndBobTalk();
    alice.presses("Transfer");
    alice.types("transfer", "Dora");
    alice.presses("Transfer now"); // before the list is there: the name says who is meant
    dora.callWith(BOB, "c.state === 'incoming' && c.name === 'Bob Okafor'");
    dora.shows("Transferred by Alice Berger");
    dora.presses("Answer");
    alice.shows("Transferred to Dora Vogt");
    alice.hasNoLiveCall();
    bob.hears(DORA_TONE);
  }

  @Test
  @Order(5)
  void whoCannotBeSentAwayComesBack() {
    aliceAndBobTalk();
    alice.presses("Transfer");
    alice.types("transfer", "3399");
    alice.presses("Transfer now");
    alice.shows("Transfer failed. You are still on the call.");
    alice.callHas("c.held");
    alice.presses("Resume");
    bob.hears(ALICE_TONE);
  }

  @Test
  @Order(6)
  void doraIsAskedFirstAndThenBobAndSheAreConnected() {
    aliceAndBobTalk();
    alice.presses("Transfer");
    alice.types("transfer", DORA);
    alice.presses("Consult first");
    dora.callIs("incoming");
    dora.presses("Answer");
    dora.callIs("talking");
    bob.callHas("c.heldByOther");
    dora.hears(ALICE_TONE);
    alice.pressesAt(BOB, "Resume"); // back to Bob, Dora waits
    alice.callWith(BOB, "!c.held");
    alice.callWith(DORA, "c.held");
    bob.hears(ALICE_TONE);
    alice.pressesAt(DORA, "Resume"); // and to Dora, who has muted herself meanwhile
    alice.callWith(DORA, "!c.held");
    alice.callWith(BOB, "c.held");
    dora.presses("Mute");
    alice.presses("Complete transfer");
    bob.callWith(DORA, "c.state === 'talking'");
    dora.callWith(BOB, "c.state === 'talking' && c.muted");
    alice.hasNoLiveCall();
    dora.hears(BOB_TONE);
    dora.presses("Unmute");
    bob.hears(DORA_TONE);
  }

  @Test
  @Order(7)
  void whoTalksHearsOfASecondCallAndTakesIt() {
    aliceAndBobTalk();
    dora.dials(ALICE);
    alice.callWith(DORA, "c.state === 'incoming'");
    alice.hears(BOB_TONE);
    alice.pressesAt(DORA, "Answer");
    alice.callWith(DORA, "c.state === 'talking'");
    alice.callWith(BOB, "c.held");
    bob.callHas("c.heldByOther");
    dora.hears(ALICE_TONE);
    alice.hears(DORA_TONE);
    dora.presses("Hang up");
    alice.pressesAt(BOB, "Resume");
    bob.hears(ALICE_TONE);
  }

  @Test
  @Order(8)
  void picturesComeAndGo() {
    alice.evaluate("document.querySelector('belfry-phone').call('" + BOB + "', true)");
    bob.callIs("incoming");
    bob.shows("Incoming video call");
    bob.presses("Answer with video");
    alice.seesThemMove();
    bob.seesThemMove();
    alice.hears(BOB_TONE);
    alice.presses("Stop video");
    bob.callHas("!c.sees && c.shows");
    alice.callHas("c.sees && !c.shows");
    alice.presses("Start video");
    bob.callHas("c.sees");
    bob.seesThemMove();
    bob.hears(ALICE_TONE);
  }

  @Test
  @Order(9)
  void aPictureIsAddedToACallAndAPhoneWithoutACameraDeclinesIt() {
    aliceAndBobTalk();
    alice.presses("Start video");
    bob.seesThemMove();
    bob.callHas("!c.shows");
    alice.callHas("!c.sees");
    alice.forgetsItsCalls();
    bob.forgetsItsCalls();
    alice.dials(CAROL);
    carolAnswers();
    alice.callIs("talking");
    alice.presses("Start video");
    alice.shows("The other party has no video but can hear you.");
    alice.callHas("!c.shows");
    alice.hears(CAROL_TONE);
  }

  @Test
  @Order(10)
  void whoLooksElsewhereIsToldOfACall() {
    bob.evaluate(
        """
        (() => {
          document.hasFocus = () => false;
          setInterval(async () => {
            const worker = await navigator.serviceWorker.getRegistration('/assets/phone/');
            const all = await worker?.getNotifications() ?? [];
            window.noted = all.map(n => [n.title, n.body, ...n.actions.map(a => a.title)].join()).join(';');
          }, 100);
        })()\
        """);
    alice.dials(BOB);
    bob.until(
        "the notification", "window.noted === 'Incoming call,Alice Berger (3301),Answer,Decline'");
    bob.until("the title", "document.title.includes('Alice Berger')");
    bob.evaluate(
        "navigator.serviceWorker.dispatchEvent(new MessageEvent('message', {data: {belfryNotice:"
            + " {id: document.querySelector('belfry-phone').calls[0].id, action: 'answer'}}}))");
    alice.callIs("talking");
    bob.until("no notification", "window.noted === ''");
    bob.until("the title as it was", "!document.title.includes('Alice Berger')");
  }

  @Test
  @Order(11)
  void devicesAreChosenWithALevelAndRemembered() {
    alice.evaluate("document.querySelector('belfry-phone').open()");
    alice.evaluate("document.querySelector('belfry-phone [data-key=gear]').click()");
    alice.until("a level", "document.querySelector('belfry-phone meter')?.value > 0.5");
    alice.until(
        "a choice of microphones and cameras",
        "document.querySelector('[data-key=microphone]').options.length > 1"
            + " && document.querySelector('[data-key=camera]').options.length > 1");
    String chosen =
        alice
            .evaluate(
                "(s => { s.selectedIndex = 1; s.dispatchEvent(new Event('change')); return s.value;"
                    + " })(document.querySelector('[data-key=microphone]'))")
            .asString();
    assertThat(chosen).isNotEmpty();
    alice.evaluate("(window.before = true, location.reload())");
    alice.until(
        "the page anew with its phone",
        "window.before === undefined && document.querySelector('belfry-phone')?.line === 'ready'");
    aliceAndBobTalk();
    assertThat(alice.evaluate("asked.at(-1).audio.deviceId.ideal").asString()).isEqualTo(chosen);
  }

  @Test
  @Order(12)
  void aCallOutlivesThePulledCable() {
    aliceAndBobTalk();
    cable.pull();
    alice.phoneIs("lost");
    cable.plug();
    alice.phoneIs("ready");
    bob.hears(ALICE_TONE);
    alice.hears(BOB_TONE);
    bob.presses("Hold"); // by the new connection
    alice.callHas("c.heldByOther");
    bob.presses("Resume");
    alice.callHas("!c.heldByOther");
    bob.presses("Hang up");
    alice.callIs("over");
  }

  @Test
  @Order(13)
  void credentialsAreRenewedAndNobodySeesThem() {
    String first = username();
    assertThat(first).isNotEqualTo(ALICE);
    String renew = "document.querySelector('belfry-phone').renew()";
    for (int i = 0; i < 3; i++) { // those that it has registered with are void then
      assertThat(alice.evaluate(renew).asBoolean()).isTrue();
    }
    cable.pull();
    alice.phoneIs("lost");
    cable.plug();
    alice.phoneIs("ready");
    aliceAndBobTalk();
    String second = username();
    assertThat(second).isNotEqualTo(first);
    assertThat(
            alice
                .evaluate(
                    "document.documentElement.outerHTML + JSON.stringify([localStorage,"
                        + " sessionStorage, document.cookie])")
                .asString())
        .doesNotContain(first, second);
  }

  /** With which Alice's phone has signed last. */
  private static String username() {
    return alice
        .evaluate(
            "sent.map(s => /\\nAuthorization:"
                + " .*username=\"([^\"]+)\"/.exec(s)?.[1]).findLast(Boolean)")
        .asString();
  }

  @Test
  @Order(14)
  void withoutThePermissionItSaysWhyAndRingsTheDeskPhone() {
    try (PortalBrowser shy = PortalBrowser.allowingNothing(browser, appliance.httpsPort())) {
      shy.signsIn(CAROL, PASSWORD);
      shy.phoneIs("ready");
      shy.dials(BOB);
      shy.shows("Microphone access is blocked.");
      shy.presses("Call using another phone");
      carol.rings();
      carol.answers();
      bob.callIs("incoming");
    }
  }

  @Test
  @Order(15)
  void aGreetingOfAMinuteIsSent() {
    alice.goesTo("portal/settings");
    alice.until("the recorder", "!!document.querySelector('belfry-recorder button')");
    alice.evaluate(
        """
        (() => {
          const bytes = new DataView(new ArrayBuffer(44 + 60 * 32000));
          const text = (at, word) => [...word].forEach((c, i) => bytes.setUint8(at + i, c.charCodeAt(0)));
          text(0, 'RIFF'); bytes.setUint32(4, bytes.byteLength - 8, true); text(8, 'WAVEfmt ');
          bytes.setUint32(16, 16, true); bytes.setUint16(20, 1, true); bytes.setUint16(22, 1, true);
          bytes.setUint32(24, 16000, true); bytes.setUint32(28, 32000, true);
          bytes.setUint16(32, 2, true); bytes.setUint16(34, 16, true);
          text(36, 'data'); bytes.setUint32(40, 60 * 32000, true);
          for (let i = 0; i < 60 * 16000; i++) bytes.setInt16(44 + 2 * i, 8000 * Math.sin(i / 4), true);
          const recorder = document.querySelector('belfry-recorder');
          recorder.take(new Blob([bytes.buffer], {type: 'audio/wav'}));
          recorder.send();
        })()\
        """);
    alice.until("the greeting", "!!document.querySelector('.bf-player audio')");
    alice.evaluate("document.querySelector('.bf-player audio').load()");
    alice.until(
        "its minute",
        "(a => { a.preload = 'auto'; return Math.abs(a.duration - 60) < 1; })"
            + "(document.querySelector('.bf-player audio'))");
  }

  @Test
  @Order(16)
  void aNumberThatTheUserMayNotCallIsNotToldAsDeclined() {
    String country = "{\"country\":\"DE\",\"areaCode\":\"30\"}";
    assertThat(appliance.api().patch("/api/v1/dial-plan", country).statusCode()).isEqualTo(200);
    alice.dials("+390612345678"); // abroad, which is off by default
    alice.shows("Call ended · number not allowed");
  }

  @Test
  @Order(17)
  void anIncomingCallNeitherTakesTheFieldInUseNorPutsTheFocusOnDecline() {
    bob.evaluate(PHONE + ".open()");
    bob.types("number", "okaf");
    alice.dials(BOB);
    bob.callIs("incoming");
    bob.until("the field", "document.activeElement.dataset.key === 'number'");
    alice.presses("Hang up");
    bob.callIs("over");
    bob.forgetsItsCalls();
    bob.evaluate(PHONE + ".close()"); // which leaves the focus on the closed phone
    alice.forgetsItsCalls();
    alice.dials(BOB);
    bob.callIs("incoming");
    bob.until("the focus on Answer", "document.activeElement.textContent === 'Answer'");
  }

  @Test
  @Order(18)
  void aPageThatIsLoadedAnewEndsItsCallForTheOtherAtOnce() {
    aliceAndBobTalk();
    bob.evaluate("(window.before = true, location.reload())");
    alice.callIs("over");
    bob.until(
        "the page anew with its phone",
        "window.before === undefined && document.querySelector('belfry-phone')?.line === 'ready'");
    assertThat(appliance.api().get("/api/v1/calls")).isEmpty();
  }

  @Test
  @Order(19)
  void anotherTabGetsThePhoneWhenTheCallIsOver() {
    aliceAndBobTalk();
    try (PortalBrowser tab = alice.tabBeside(browser)) {
      tab.phoneIs("elsewhere");
      tab.evaluate(PHONE + ".open()");
      tab.presses("Use here");
      tab.shows("You are on a call in another tab.");
      alice.hears(BOB_TONE);
      alice.presses("Hang up");
      tab.phoneIs("ready");
      alice.phoneIs("elsewhere");
    }
    alice.phoneIs("ready");
  }
}
