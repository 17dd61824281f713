package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.belfry.appliance.FreePorts;
import org.belfry.media.record.ToneLevel;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/**
 * Browsers and phones talk through the built appliance and are listened to: WebRTC (RFC 8829, 8834)
 * on one side, plain RTP or WebRTC on the other.
 */
@Tag("realclients")
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class BrowserSoundIT {
  private static final String BROWSER = "3101";
  private static final String OTHER_BROWSER = "3102";
  private static final String BARESIP = "3103";
  private static final String LINPHONE = "3104";
  private static final double BROWSER_TONE = 1030;
  private static final double OTHER_BROWSER_TONE = 1310;
  private static final double BARESIP_TONE = 440;
  private static final double LINPHONE_TONE = 700;
  private static final Duration MEDIA_TIMEOUT = Duration.ofSeconds(6);

  @TempDir static Path shared;
  private static RunningAppliance appliance;
  private static BrowserPhone browser;

  @TempDir Path temp;
  private final List<RealPhone> phones = new ArrayList<>();

  @BeforeAll
  @Timeout(value = 150, unit = TimeUnit.SECONDS)
  static void start() {
    appliance =
        new RunningAppliance(
            shared.resolve("data"),
            FreePorts.next(),
            "--belfry.media.timeout=" + MEDIA_TIMEOUT.toSeconds() + "s",
            "--logging.level.org.belfry.appliance.mediabridge=debug");
    for (String extension : List.of(BROWSER, OTHER_BROWSER, BARESIP, LINPHONE)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User\",\"sipPassword\":\"sound-password\"}"
              .formatted(extension);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    browser = BrowserPhone.hearing(BROWSER_TONE, shared.resolve("browser"), appliance.httpsPort());
    browser.registers(BROWSER, "sound-password");
  }

  @AfterAll
  static void stop() {
    if (browser != null) { // it may not have started
      browser.close();
    }
    appliance.close();
  }

  @BeforeEach
  void forgetTheLastCall() {
    browser.forgets();
  }

  @AfterEach
  void switchPhonesOff() {
    phones.forEach(RealPhone::close);
  }

  /** The phones that a browser talks to, and what it then hears by. */
  enum Kind {
    G711("audio/PCM"),
    OPUS("audio/opus"),
    LINPHONE("audio/");

    final String codec;

    Kind(String codec) {
      this.codec = codec;
    }
  }

  @ParameterizedTest
  @EnumSource
  void aBrowserCallsAPhone(Kind kind) {
    RealPhone phone = phone(kind);
    phone.registered();
    browser.dials(number(kind), "{}");
    phone.rings();
    phone.answers();
    browser.says("confirmed");
    phone.talks();
    browserHears(tone(kind));
    assertSoundIsWhole(kind.codec);
    browser.hangsUp();
    browser.says("ended");
    phoneHeard(phone, BROWSER_TONE, tone(kind));
  }

  @ParameterizedTest
  @EnumSource
  void aPhoneCallsABrowser(Kind kind) {
    RealPhone phone = phone(kind);
    phone.registered();
    phone.dials(BROWSER);
    browser.says("call from " + number(kind));
    browser.answers();
    phone.talks();
    browser.says("confirmed");
    browserHears(tone(kind));
    assertSoundIsWhole(kind.codec);
    phone.hangsUp();
    browser.says("ended remote");
    phoneHeard(phone, BROWSER_TONE, tone(kind));
  }

  /** Opus alone on one side and G.711 alone on the other. */
  @Test
  void theyAreUnderstoodThoughTheyHaveNoCodecInCommon() {
    RealPhone phone = phone(Kind.G711);
    phone.registered();
    browser.dials(BARESIP, "{codec: 'opus'}");
    phone.rings();
    phone.answers();
    browser.says("confirmed");
    browserHears(BARESIP_TONE);
    assertSoundIsWhole("audio/opus");
    browser.hangsUp();
    browser.says("ended");
    phoneHeard(phone, BROWSER_TONE, BARESIP_TONE);
    assertThat(legsOfTheTranscodedCall())
        .containsExactly("caller audio opus DTLS", "callee audio PCMA");
  }

  /**
   * One has no microphone but an oscillator: without its user's permission it hides its addresses
   * behind names of multicast DNS (RFC 8828 §5), and its checks have to tell them.
   */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void browsersTalkInOpusThatIsNotTranscoded(boolean hiddenCalls) {
    try (BrowserPhone other = BrowserPhone.hiding(temp.resolve("other"), appliance.httpsPort())) {
      other.registers(OTHER_BROWSER, "sound-password");
      String oscillator = "{tone: " + OTHER_BROWSER_TONE + "}";
      if (hiddenCalls) {
        other.dials(BROWSER, oscillator);
        browser.says("call from " + OTHER_BROWSER);
        browser.answers();
      } else {
        browser.dials(OTHER_BROWSER, "{}");
        other.says("call from " + BROWSER);
        other.answers(oscillator);
      }
      browser.says("confirmed");
      other.says("confirmed");
      browserHears(OTHER_BROWSER_TONE);
      hears(other, BROWSER_TONE);
      assertSoundIsWhole("audio/opus");
      assertThat(other.figures().path("codec").asString()).isEqualTo("audio/opus");
      assertThat(other.said()).contains(".local ");
      browser.hangsUp();
      other.says("ended remote");
    }
    assertThat(appliance.log()).doesNotContain("opus/48000/2 into opus");
  }

  /** Sound and picture share a port, a way and a handshake (RFC 8843), whatever the policy. */
  @ParameterizedTest
  @ValueSource(strings = {"{video: true}", "{video: true, maxBundle: true}"})
  void aBrowserSeesTheOther(String how) {
    try (BrowserPhone other = BrowserPhone.hiding(temp.resolve("other"), appliance.httpsPort())) {
      other.registers(OTHER_BROWSER, "sound-password");
      browser.dials(OTHER_BROWSER, how);
      other.says("call from " + BROWSER);
      other.answers("{tone: " + OTHER_BROWSER_TONE + "}");
      browser.says("confirmed");
      browserHears(OTHER_BROWSER_TONE);
      hears(other, BROWSER_TONE);
      eventually(() -> other.figures().path("frames").asInt() > 10);
      assertThat(browser.figures().path("transports").asInt()).isOne();
      assertThat(other.figures().path("transports").asInt()).isOne();
      browser.hangsUp();
      other.says("ended remote");
    }
  }

  /** And finds its way anew (RFC 8445 §9), as a browser that changes its network does. */
  @Test
  void aHeldCallIsSilentAndSpeaksAgain() {
    RealPhone phone = phone(Kind.G711);
    phone.registered();
    browser.dials(BARESIP, "{}");
    phone.rings();
    phone.answers();
    browser.says("confirmed");
    browserHears(BARESIP_TONE);
    browser.holds();
    browser.says("hold local");
    eventually(() -> browser.hears().decibels() < -70);
    browser.unholds();
    browser.says("unhold local");
    browserHears(BARESIP_TONE);
    browser.restartsIce();
    browser.says("renegotiated");
    browserHears(BARESIP_TONE);
    browser.hangsUp();
    browser.says("ended");
    phoneHeard(phone, BROWSER_TONE, BARESIP_TONE);
  }

  @ParameterizedTest
  @CsvSource({"RFC2833, received event: '5'", "INFO, DTMF"})
  void aDigitReachesThePhone(String by, String said) {
    Baresip phone = (Baresip) phone(Kind.G711);
    phone.registered();
    browser.dials(BARESIP, "{}");
    phone.rings();
    phone.answers();
    browser.says("confirmed");
    browserHears(BARESIP_TONE);
    phone.forgets();
    browser.presses("5", by);
    phone.says(said);
    browser.hangsUp();
    browser.says("ended");
  }

  /** A camera as well: a phone without one declines it, and the sound is none the worse. */
  @ParameterizedTest
  @ValueSource(strings = {"{video: true}", "{video: true, maxBundle: true}", "{maxBundle: true}"})
  void aBrowserCallsAPhoneWith(String how) {
    RealPhone phone = phone(Kind.G711);
    phone.registered();
    browser.dials(BARESIP, how);
    phone.rings();
    phone.answers();
    browser.says("confirmed");
    browserHears(BARESIP_TONE);
    browser.hangsUp();
    browser.says("ended");
    phoneHeard(phone, BROWSER_TONE, BARESIP_TONE);
  }

  /** A browser that only bundles (RFC 8829 §4.1.1) refuses a description without a group. */
  @Test
  void aPhoneCallsABrowserThatOnlyBundles() {
    RealPhone phone = phone(Kind.G711);
    phone.registered();
    phone.dials(BROWSER);
    browser.says("call from " + BARESIP);
    browser.answers("{maxBundle: true}");
    phone.talks();
    browserHears(BARESIP_TONE);
    phone.hangsUp();
    browser.says("ended remote");
    phoneHeard(phone, BROWSER_TONE, BARESIP_TONE);
  }

  /** Of several challenges it reads the last, and knows MD5 only. */
  @Test
  void sipJsRegistersCallsAndIsCalled() {
    try (BrowserPhone other = sipJs()) {
      RealPhone phone = phone(Kind.G711);
      phone.registered();
      other.dials(BARESIP);
      phone.rings();
      phone.answers();
      other.says("confirmed");
      hears(other, BARESIP_TONE);
      other.holds();
      other.says("hold local");
      eventually(() -> other.hears().decibels() < -70);
      other.unholds();
      other.says("unhold local");
      hears(other, BARESIP_TONE);
      other.hangsUp();
      phone.callIsOver();
      phoneHeard(phone, OTHER_BROWSER_TONE, BARESIP_TONE);
      other.forgets();

      browser.dials(OTHER_BROWSER);
      other.says("call from " + BROWSER);
      other.answers();
      other.says("confirmed");
      hears(other, BROWSER_TONE);
      browserHears(OTHER_BROWSER_TONE);
      browser.hangsUp();
      other.says("ended remote");
    }
  }

  private BrowserPhone sipJs() {
    BrowserPhone other =
        BrowserPhone.ofSipJs(OTHER_BROWSER_TONE, temp.resolve("other"), appliance.httpsPort());
    other.registers(OTHER_BROWSER, "sound-password");
    return other;
  }

  @Test
  void aBrowserThatIsKilledDoesNotHoldThePhone() {
    Baresip phone = (Baresip) phone(Kind.G711);
    phone.registered();
    try (BrowserPhone other =
        BrowserPhone.hearing(300, temp.resolve("other"), appliance.httpsPort())) {
      other.registers(OTHER_BROWSER, "sound-password");
      other.dials(BARESIP, "{}");
      phone.rings();
      phone.answers();
      other.says("confirmed");
      hears(other, BARESIP_TONE);
      other.dies();
    }
    phone.callIsOver();
    assertThat(recordOf(OTHER_BROWSER, BARESIP).path("cause").asString()).isEqualTo("MEDIA_LOST");
  }

  // ---- listening

  private static void browserHears(double hertz) {
    hears(browser, hertz);
  }

  /** It hears this tone and goes on hearing it. */
  private static void hears(BrowserPhone who, double hertz) {
    List<BrowserPhone.Heard> heard = new ArrayList<>();
    Instant deadline = Instant.now().plusSeconds(15);
    while (heard.isEmpty() || !isTone(heard.getLast(), hertz)) {
      assertThat(Instant.now())
          .as("%s Hz in time; of %s it heard %s", hertz, who.figures(), heard)
          .isBefore(deadline);
      pause(Duration.ofMillis(100));
      heard.add(who.hears());
    }
    heard.clear();
    for (int i = 0; i < 4; i++) {
      pause(Duration.ofMillis(400));
      heard.add(who.hears());
    }
    assertThat(heard).allMatch(each -> isTone(each, hertz), "it hears " + hertz + " Hz");
  }

  private static boolean isTone(BrowserPhone.Heard heard, double hertz) {
    return Math.abs(heard.hertz() - hertz) < 5 && heard.decibels() > -20;
  }

  /**
   * What the browser made up because packets were lost or late is next to nothing; over four
   * seconds, as on a busy machine it begins late to play, and makes that up.
   */
  private static void assertSoundIsWhole(String codec) {
    Instant deadline = Instant.now().plusSeconds(15);
    JsonNode figures = browser.figures();
    while (figures.path("received").asInt() < 200) {
      assertThat(Instant.now()).as("200 packets in time; %s", figures).isBefore(deadline);
      pause(Duration.ofMillis(200));
      figures = browser.figures();
    }
    assertThat(figures.path("codec").asString()).startsWith(codec);
    assertThat(figures.path("lost").asInt()).isLessThan(5);
    assertThat(figures.path("concealed").asDouble() / figures.path("samples").asDouble())
        .as("concealed of %s", figures)
        .isLessThan(0.1);
  }

  private static void phoneHeard(RealPhone phone, double wanted, double own) {
    phone.close(); // its file is complete when it is gone
    Wav heard = phone.heard();
    assertThat(heard.seconds()).isGreaterThan(1.5);
    int windows = 0;
    int right = 0;
    for (double at = heard.seconds() * 0.5; at < heard.seconds() - 0.4; at += 0.2) {
      Wav window = heard.part(at, at + 0.2);
      windows++;
      right += isTone(window, wanted, own) ? 1 : 0;
    }
    assertThat(right)
        .as("of %s windows of 0.2 s those with %s Hz", windows, wanted)
        .isGreaterThanOrEqualTo(windows * 4 / 5);
  }

  private static boolean isTone(Wav heard, double wanted, double own) {
    double level = ToneLevel.decibels(heard.pcm(), heard.rate(), wanted);
    boolean alone = true;
    for (double other : new double[] {own, 300, 850, 1500}) {
      alone &= level - ToneLevel.decibels(heard.pcm(), heard.rate(), other) > 20;
    }
    return alone && level > -20;
  }

  // ---- the rest

  private RealPhone phone(Kind kind) {
    RealPhone phone =
        switch (kind) {
          case G711 -> new Baresip(temp.resolve("baresip"), account(BARESIP, BARESIP_TONE));
          case OPUS -> Baresip.withOpus(temp.resolve("baresip"), account(BARESIP, BARESIP_TONE));
          case LINPHONE -> new Linphone(temp.resolve("linphone"), account(LINPHONE, LINPHONE_TONE));
        };
    phones.add(phone);
    return phone;
  }

  private static String number(Kind kind) {
    return kind == Kind.LINPHONE ? LINPHONE : BARESIP;
  }

  private static double tone(Kind kind) {
    return kind == Kind.LINPHONE ? LINPHONE_TONE : BARESIP_TONE;
  }

  private static Account account(String extension, double tone) {
    return new Account(extension, "sound-password", appliance.sipPort(), "udp", tone);
  }

  private static JsonNode recordOf(String caller, String callee) {
    JsonNode[] found = {null};
    eventually(() -> {
      for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + caller).path("cdrs")) {
        if (cdr.path("callee").asString().equals(callee)) {
          found[0] = cdr;
        }
      }
      return found[0] != null;
    });
    return found[0];
  }

  /** Who, medium, codec and encryption of each leg of the call whose codecs differed. */
  private List<String> legsOfTheTranscodedCall() {
    List<String> legs = new ArrayList<>();
    eventually(() -> {
      String query =
          "select media from cdr where media like '%PCM%' and media like '%opus%' limit 1";
      try (Console client =
          new Console(
              temp,
              Map.of(),
              List.of(
                  "mariadb",
                  "--no-defaults",
                  "--socket=" + appliance.tls().resolveSibling("database").resolve("socket"),
                  "--skip-column-names",
                  "--raw",
                  "-e",
                  query,
                  "belfry"))) {
        client.awaitEnd(Duration.ofSeconds(10));
        legs.clear();
        client
            .said()
            .lines()
            .filter(line -> !line.isBlank())
            .map(line -> line.split("\t"))
            .map(f -> String.join(" ", List.of(f).subList(0, 4)).strip())
            .forEach(legs::add);
      }
      return !legs.isEmpty();
    });
    return legs;
  }

  private static void eventually(Supplier<Boolean> condition) {
    Instant deadline = Instant.now().plusSeconds(15);
    while (!condition.get()) {
      assertThat(Instant.now()).as("in time\n%s", appliance.log()).isBefore(deadline);
      pause(Duration.ofMillis(100));
    }
  }

  private static void pause(Duration time) {
    Instant end = Instant.now().plus(time);
    while (Instant.now().isBefore(end)) {
      LockSupport.parkNanos(Duration.between(Instant.now(), end).toNanos());
    }
  }
}
