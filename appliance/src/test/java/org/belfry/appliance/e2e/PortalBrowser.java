package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.belfry.media.play.Tone;
import org.belfry.media.record.Wav;
import tools.jackson.databind.JsonNode;

/** A user in front of the portal, in headless Chromium whose microphone hears a tone. */
final class PortalBrowser implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String PHONE = "document.querySelector('belfry-phone')";

  /** What a user's microphone hears: a tone instead of what Chromium makes up. */
  private static final String MICROPHONE =
      """
      (() => {
        const devices = navigator.mediaDevices;
        const real = devices?.getUserMedia?.bind(devices);
        let tone;
        const play = () => {
          const context = new AudioContext();
          const level = new GainNode(context, {gain: 0.5});
          const oscillator = new OscillatorNode(context, {frequency: %s});
          oscillator.connect(level);
          oscillator.start();
          return {context, level};
        };
        window.asked = [];
        window.sent = [];
        const send = WebSocket.prototype.send;
        WebSocket.prototype.send = function (data) {
          if (this.protocol === 'sip') sent.push(String(data));
          return send.call(this, data);
        };
        if (real) devices.getUserMedia = async (wanted) => {
          asked.push(wanted);
          const stream = await real(wanted);
          for (const track of stream.getAudioTracks()) {
            tone ??= play();
            const heard = tone.context.createMediaStreamDestination();
            tone.level.connect(heard);
            stream.removeTrack(track);
            track.stop();
            stream.addTrack(heard.stream.getAudioTracks()[0]);
          }
          return stream;
        };
      })()
      """;

  private final DevTools page;
  private final AutoCloseable owner;

  /** In front of a browser of one's own. */
  PortalBrowser(double hertz, Path home, int httpsPort, String path) {
    Chromium chromium =
        new Chromium(
            home,
            url(httpsPort, path),
            "--use-fake-ui-for-media-stream",
            "--use-fake-device-for-media-stream",
            "--use-file-for-fake-audio-capture=" + tone(hertz, home),
            "--autoplay-policy=no-user-gesture-required");
    page = chromium.page();
    owner = chromium;
  }

  private PortalBrowser(DevTools window) {
    page = window;
    owner =
        () -> {
          window.command("Page.close", Map.of());
          window.close();
        };
  }

  /** A browser for several people, with devices that are made up. */
  static Chromium shared(Path home) {
    return new Chromium(
        home,
        "about:blank",
        "--use-fake-device-for-media-stream",
        "--disable-background-timer-throttling",
        "--disable-backgrounding-occluded-windows",
        "--disable-renderer-backgrounding",
        "--autoplay-policy=no-user-gesture-required");
  }

  /** In front of a window of a shared browser. */
  static PortalBrowser in(Chromium browser, double hertz, int httpsPort) {
    return new PortalBrowser(
        browser.window(
            url(httpsPort, "portal"),
            List.of("audioCapture", "videoCapture", "notifications"),
            MICROPHONE.formatted(hertz)));
  }

  /** In front of a second tab of the same user, in the same browser. */
  PortalBrowser tabBeside(Chromium browser) {
    return new PortalBrowser(browser.tab(page, evaluate("location.href").asString()));
  }

  /** One whose user allows no page anything. */
  static PortalBrowser allowingNothing(Chromium browser, int httpsPort) {
    return new PortalBrowser(browser.window(url(httpsPort, "portal"), List.of(), ""));
  }

  private static String url(int httpsPort, String path) {
    return "https://127.0.0.1:" + httpsPort + "/" + path;
  }

  private static Path tone(double hertz, Path home) {
    Path tone = home.resolve("microphone.wav");
    try {
      Files.createDirectories(home);
      Files.write(tone, new Wav(48000, Tone.sine(hertz, 48000, 48000, 0.5)).toBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tone;
  }

  /** Fills in the form of the page to sign in, to which the browser was led. */
  void signsIn(String name, String password) {
    until("the form", "!!document.querySelector('#vaadinLoginPassword')");
    page.evaluate(
        """
        (() => {
          // A filter of echo and noise would take a steady tone for noise.
          localStorage.setItem('belfry.phone.plain', '1');
          const fill = (id, text) => {
            const field = document.querySelector(id);
            field.value = text;
            field.dispatchEvent(new Event('input', {bubbles: true}));
            field.dispatchEvent(new Event('change', {bubbles: true}));
          };
          fill('#vaadinLoginUsername', '%s');
          fill('#vaadinLoginPassword', '%s');
          document.querySelector('vaadin-login-form vaadin-button[theme~=submit]').click();
        })()\
        """
            .formatted(name, password));
  }

  /** The path that the browser shows. */
  String path() {
    return page.evaluate("location.pathname").asString();
  }

  void isAt(String path) {
    until(path, "location.pathname === '" + path + "' && document.readyState === 'complete'");
  }

  /** By a click on the navigation, as the reader goes; the page is not loaded anew. */
  void goesTo(String path) {
    until(
        "the navigation",
        "!!document.querySelector('vaadin-side-nav-item[path=\"" + path + "\"]')");
    page.evaluate(
        "document.querySelector('vaadin-side-nav-item[path=\""
            + path
            + "\"]').shadowRoot.querySelector('a').click()");
    isAt("/" + path);
  }

  void phoneIs(String state) {
    until("the phone", PHONE + "?.line === '" + state + "'");
  }

  void dials(String number) {
    page.evaluate(PHONE + ".call('" + number + "')");
  }

  /** Presses a button of the phone by its words. */
  void presses(String words) {
    until("the button " + words, button(words) + " !== undefined");
    page.evaluate(button(words) + ".click()");
  }

  private static String button(String words) {
    return "[..."
        + PHONE
        + ".querySelectorAll('button')].find(b => b.textContent === '"
        + words
        + "')";
  }

  /** Waits until the first call of the phone is so. */
  void callIs(String state) {
    until("a call that is " + state, PHONE + ".report().calls[0]?.state === '" + state + "'");
  }

  /** Waits until this holds of the first call. */
  void callHas(String condition) {
    until(
        condition,
        "(c => c !== undefined && (" + condition + "))(" + PHONE + ".report().calls[0])");
  }

  void hasNoLiveCall() {
    until("the end of its calls", "!" + PHONE + "?.calls.some(c => c.live)");
  }

  /** Ends all calls and forgets them, so that the next test begins with none. */
  void forgetsItsCalls() {
    page.evaluate(PHONE + "?.calls.forEach(c => c.hangUp())");
    hasNoLiveCall();
    page.evaluate("(p => { if (p) { p.calls = []; p.part('dial'); } })(" + PHONE + ")");
  }

  /** Waits until this holds of its call with that number. */
  void callWith(String number, String condition) {
    until(
        number + ": " + condition,
        PHONE + ".report().calls.some(c => c.number === '" + number + "' && (" + condition + "))");
  }

  /** Presses a button under the call with that number. */
  void pressesAt(String number, String words) {
    String found =
        "[..."
            + PHONE
            + ".querySelectorAll('article')].find(a => a.textContent.includes('"
            + number
            + "'))";
    until("the call with " + number, "!!" + found);
    String button =
        "[..."
            + found
            + ".querySelectorAll('button')].find(b => b.textContent === '"
            + words
            + "')";
    until("the button " + words, "!!" + button);
    page.evaluate(button + ".click()");
  }

  /** Types into a field of the phone, as a person does. */
  void types(String key, String text) {
    page.evaluate(
        "(f => { f.focus(); f.value = '%s'; f.dispatchEvent(new Event('input')); })(%s.querySelector('[data-key=%s]'))"
            .formatted(text, PHONE, key));
  }

  /** Waits until the phone shows this text. */
  void shows(String text) {
    until("the words " + text, PHONE + ".innerText.includes('" + text + "')");
  }

  /** A command of the DevTools protocol, and its answer. */
  JsonNode command(String method, Map<String, ?> params) {
    return page.command(method, params);
  }

  /** Waits until pictures of the other one are shown, and move. */
  void seesThemMove() {
    until("a picture", PHONE + ".querySelector('video.theirs')?.videoWidth > 0");
    double before = shownUntil();
    await("a picture that moves", () -> shownUntil() > before + 0.2);
  }

  /** A picture's time stands still with it. */
  private double shownUntil() {
    return page.evaluate(PHONE + ".querySelector('video.theirs')?.currentTime ?? 0").asDouble();
  }

  void hasNoCall() {
    until("no call", PHONE + ".report().calls.length === 0");
  }

  JsonNode report() {
    return page.evaluate(PHONE + ".report()");
  }

  JsonNode evaluate(String script) {
    return page.evaluate(script);
  }

  /** Waits until it hears this and nothing louder. */
  void hears(double hertz) {
    page.evaluate(
        """
        (() => {
          window.ear?.context.close();
          const context = new AudioContext();
          const analyser = context.createAnalyser();
          analyser.fftSize = 16384;
          analyser.smoothingTimeConstant = 0;
          let heard = null;
          let source = null;
          // Whoever is sent elsewhere has two calls for a moment.
          const listen = () => {
            const stream = %s.calls.find(c => c.live && !c.held)?.remote ?? null;
            if (stream !== heard) {
              source?.disconnect();
              source = stream && context.createMediaStreamSource(stream);
              source?.connect(analyser);
              heard = stream;
            }
          };
          window.ear = {context, analyser, loudest() {
            listen();
            const bins = new Float32Array(analyser.frequencyBinCount);
            analyser.getFloatFrequencyData(bins);
            let best = 1;
            bins.forEach((level, i) => { if (i > 0 && level > bins[best]) best = i; });
            return bins[best] < -60 ? 0 : best * context.sampleRate / analyser.fftSize;
          }};
        })()\
        """
            .formatted(PHONE));
    await(
        "a tone of " + hertz + " Hz",
        () -> Math.abs(page.evaluate("ear.loudest()").asDouble() - hertz) < 10);
  }

  /** Waits until something is heard that is not this tone. */
  void hearsMusicInsteadOf(double hertz) {
    await(
        "music",
        () -> {
          double loudest = page.evaluate("ear.loudest()").asDouble();
          return loudest > 0 && Math.abs(loudest - hertz) > 20;
        });
  }

  /** Waits until nothing is heard any more. */
  void hearsNothing() {
    await("silence", () -> page.evaluate("ear.loudest()").asDouble() == 0);
  }

  /** Waits for this to be true in the page. */
  void until(String what, String script) {
    await(what, () -> page.evaluate("Boolean(" + script + ")").asBoolean());
  }

  private void await(String what, BooleanSupplier condition) {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!condition.getAsBoolean()) {
      if (Instant.now().isAfter(deadline)) {
        assertThat(
                page.evaluate(
                        "location.href + ' ' + JSON.stringify("
                            + PHONE
                            + "?.report?.() ?? null) + ' ' + document.body.innerText")
                    .asString())
            .isEqualTo("a page with " + what);
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }

  @Override
  public void close() {
    try {
      owner.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
