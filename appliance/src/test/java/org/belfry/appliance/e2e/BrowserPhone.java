package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.belfry.appliance.Fork;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import tools.jackson.databind.JsonNode;

/** JsSIP, or SIP.js, in a page of the appliance's own origin, in headless Chromium. */
final class BrowserPhone implements AutoCloseable {
  private static final String JSSIP = "phone.js";
  private static final String SIP_JS = "sipjs.js";

  private final Chromium chromium;
  private final int httpsPort;

  BrowserPhone(Path home, int httpsPort) {
    this(
        JSSIP,
        httpsPort,
        home,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream");
  }

  /** One that never lets a page have a microphone, and hides its addresses (RFC 8828 §5.2). */
  static BrowserPhone hiding(Path home, int httpsPort) {
    return new BrowserPhone(JSSIP, httpsPort, home, "--autoplay-policy=no-user-gesture-required");
  }

  private BrowserPhone(String source, int httpsPort, Path home, String... flags) {
    this.httpsPort = httpsPort;
    String script = bundle(source);
    chromium = new Chromium(home, "https://127.0.0.1:" + httpsPort + "/actuator/health", flags);
    awaitPage();
    chromium.evaluate(script + "\n;true");
  }

  /** One whose microphone hears a tone. */
  static BrowserPhone hearing(double hertz, Path home, int httpsPort) {
    return hearing(JSSIP, hertz, home, httpsPort);
  }

  /** The same with SIP.js. */
  static BrowserPhone ofSipJs(double hertz, Path home, int httpsPort) {
    return hearing(SIP_JS, hertz, home, httpsPort);
  }

  private static BrowserPhone hearing(String source, double hertz, Path home, int httpsPort) {
    Path tone = home.resolve("microphone.wav");
    try {
      Files.createDirectories(home);
      // A whole number of its waves, for Chromium begins anew at the end.
      Files.write(tone, new Wav(48000, Tone.sine(hertz, 48000, 48000, 0.5)).toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new BrowserPhone(
        source,
        httpsPort,
        home,
        "--use-fake-ui-for-media-stream",
        "--use-fake-device-for-media-stream",
        "--use-file-for-fake-audio-capture=" + tone,
        "--autoplay-policy=no-user-gesture-required");
  }

  /** The library and our page's script as one, by npm and esbuild; made anew by each. */
  private static String bundle(String source) {
    BrowserPackages.install();
    Path bundle = BrowserPackages.HERE.resolve("bundle-" + source);
    return Fork.alone(() -> {
      for (String each : List.of(source, "ear.js")) {
        Files.copy(
            BrowserPackages.SOURCE.resolve(each),
            BrowserPackages.HERE.resolve(each),
            StandardCopyOption.REPLACE_EXISTING);
      }
      BrowserPackages.run("node_modules/.bin/esbuild", source, "--bundle", "--outfile=" + bundle);
      return Files.readString(bundle);
    });
  }

  private void awaitPage() {
    Instant deadline = Instant.now().plusSeconds(20);
    while (!chromium
        .evaluate("location.protocol + document.readyState")
        .asString()
        .equals("https:complete")) {
      assertThat(Instant.now()).as("the page").isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  void registers(String extension, String password) {
    chromium.evaluate(
        "phone.register('wss://127.0.0.1:%d/ws', '%s', '%s')"
            .formatted(httpsPort, extension, password));
    says("registered");
  }

  void dials(String extension) {
    chromium.evaluate("phone.dial('" + extension + "')");
  }

  /**
   * @param how JSON: {@code codec} alone is offered, {@code tone} instead of the microphone, {@code
   *     video} too, {@code maxBundle}
   */
  void dials(String extension, String how) {
    chromium.evaluate("phone.dial('%s', %s)".formatted(extension, how));
  }

  void answers() {
    answers("{}");
  }

  void answers(String how) {
    chromium.evaluate("phone.answer(" + how + ")");
  }

  void holds() {
    chromium.evaluate("phone.hold()");
  }

  void unholds() {
    chromium.evaluate("phone.unhold()");
  }

  /** Sends who it talks to elsewhere; says "transferred" when they talk. */
  void transfers(String address) {
    chromium.evaluate("phone.refer('" + address + "')");
  }

  /** Asks somebody else while the call goes on; SIP.js only. */
  void consults(String extension) {
    chromium.evaluate("phone.consult('" + extension + "')");
  }

  /** Connects the two it talks to; says "transferred" when they talk. SIP.js only. */
  void connects() {
    chromium.evaluate("phone.connect()");
  }

  void restartsIce() {
    chromium.evaluate("phone.restartIce()");
  }

  /**
   * @param by RFC2833 or INFO
   */
  void presses(String digit, String by) {
    chromium.evaluate("phone.digit('%s', '%s')".formatted(digit, by));
  }

  /** What it sent as its offer or answer last. */
  String said() {
    return chromium.evaluate("phone.described()").asString();
  }

  /** What it got last. */
  String wasTold() {
    return chromium.evaluate("phone.wasTold()").asString();
  }

  /** What WebRTC counts: codec, received, lost, concealed, samples, sent of sound; frames seen. */
  JsonNode figures() {
    return chromium.evaluate("phone.stats()");
  }

  /**
   * What it hears at this moment.
   *
   * @param hertz the strongest frequency
   * @param decibels its level, below a sine of full scale
   * @param others the level of the strongest that is not beside it
   */
  record Heard(double hertz, double decibels, double others) {
    boolean isTone(double wanted) {
      return Math.abs(hertz - wanted) < 5 && decibels > -20 && decibels - others > 20;
    }
  }

  /** Waits until it hears this tone for a while, and 20 dB below it every other. */
  void hearsTone(double hertz) {
    Instant deadline = Instant.now().plusSeconds(20);
    int times = 0;
    while (times < 4) {
      assertThat(Instant.now())
          .as("it hears %s Hz; now %s, %s", hertz, hears(), figures())
          .isBefore(deadline);
      Ear.pass(Duration.ofMillis(300));
      times = hears().isTone(hertz) ? times + 1 : 0;
    }
  }

  Heard hears() {
    JsonNode sample = chromium.evaluate("phone.sample()");
    return new Heard(
        sample.path("hertz").asDouble(),
        sample.path("decibels").asDouble(),
        sample.path("others").asDouble());
  }

  /** Forgets its last call, so that the next is not taken for it. */
  void forgets() {
    chromium.evaluate("phone.forget()");
  }

  /** Is killed: it has no time to say anything. */
  void dies() {
    chromium.dies();
  }

  void hangsUp() {
    chromium.evaluate("phone.hangUp()");
  }

  void stops() {
    chromium.evaluate("phone.stop()");
  }

  /** Waits until the page has noted this. */
  void says(String what) {
    Instant deadline = Instant.now().plusSeconds(15);
    while (true) {
      JsonNode said = chromium.evaluate("phone.said");
      for (JsonNode each : said) {
        if (each.asString().startsWith(what)) {
          return;
        }
      }
      assertThat(Instant.now())
          .as("\"%s\" did not come; the page said %s", what, said)
          .isBefore(deadline);
      LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
    }
  }

  @Override
  public void close() {
    chromium.close();
  }
}
