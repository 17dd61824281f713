package org.belfry.appliance.e2e;

import static org.belfry.appliance.e2e.CarrierCustomer.national;
import static org.belfry.appliance.e2e.Talker.bothHear;
import static org.belfry.appliance.e2e.Talker.connect;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.appliance.e2e.Carrier.Line;
import org.belfry.appliance.e2e.Speech.Keys;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Phones, browsers and the telephone network hear each other through the built appliance, and
 * nothing else. Calls are made side by side from the beginning; each test waits for one.
 */
@Tag("realclients")
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class TrunkSoundIT {
  private static final int CALLS_AT_ONCE = 4;
  private static final double BROWSERS_TONE = 1030;

  @TempDir static Path temp;
  private static CarrierCustomer site;
  private static BrowserPhone browser;
  private static ExecutorService phoneCalls;
  private static ExecutorService browserCalls;
  private static final Map<Object, CompletableFuture<Void>> CALLS = new LinkedHashMap<>();

  /** Where somebody talks. */
  enum End {
    PHONE(null),
    ENCRYPTED_PHONE(null),
    BROWSER(null),
    TRUNK(Line.PLAIN),
    ENCRYPTED_TRUNK(Line.ENCRYPTED);

    final Line line;

    End(Line line) {
      this.line = line;
    }

    boolean isOutside() {
      return line != null;
    }

    Talker talker(Company company) {
      return switch (this) {
        case PHONE -> company.baresip(Keys.NONE);
        case ENCRYPTED_PHONE -> company.baresip(Keys.SDES_ONLY);
        case BROWSER -> company.browser();
        case TRUNK, ENCRYPTED_TRUNK -> company.baresipOutside(line);
      };
    }
  }

  /** A plain call; from outside to outside by a user's forwarding. */
  record Call(End caller, End callee) {
    boolean hasTheBrowser() {
      return caller == End.BROWSER || callee == End.BROWSER;
    }

    @Override
    public String toString() {
      return caller + " calls " + callee;
    }
  }

  /** A story over a trunk. */
  record Scene(TrunkStory story, Line line) {
    @Override
    public String toString() {
      return story + " " + line;
    }
  }

  /** All but what {@link SoundIT} and {@link BrowserSoundIT} listen to. */
  static Stream<Call> calls() {
    List<Call> calls = new ArrayList<>();
    for (End caller : End.values()) {
      for (End callee : End.values()) {
        if (caller.isOutside()
            || callee.isOutside()
            || (caller == End.BROWSER && callee == End.ENCRYPTED_PHONE)
            || (caller == End.ENCRYPTED_PHONE && callee == End.BROWSER)) {
          calls.add(new Call(caller, callee));
        }
      }
    }
    return calls.stream();
  }

  static Stream<Scene> scenes() {
    return Stream.of(TrunkStory.values())
        .flatMap(story -> Stream.of(Line.values()).map(line -> new Scene(story, line)));
  }

  @BeforeAll
  static void makeAllCalls() {
    site = new CarrierCustomer(temp);
    browser = site.browser(BROWSERS_TONE, temp.resolve("browser"));
    site.awaitTrunks();
    phoneCalls = daemons(CALLS_AT_ONCE);
    browserCalls = daemons(1);
    scenes()
        .forEach(scene ->
            begin(
                scene,
                scene.story().hasTheBrowser(),
                company -> scene.story().happens(company, scene.line())));
    calls()
        .forEach(call -> begin(call, call.hasTheBrowser(), company -> callIsMade(company, call)));
  }

  private static ExecutorService daemons(int number) {
    return Executors.newFixedThreadPool(number, Thread.ofPlatform().daemon().factory());
  }

  @AfterAll
  static void stop() {
    try (CarrierCustomer itsSite = site;
        BrowserPhone itsBrowser = browser) {
      phoneCalls.shutdownNow();
      browserCalls.shutdownNow();
    }
  }

  @ParameterizedTest
  @MethodSource("calls")
  void bothHearEachOther(Call call) {
    CALLS.get(call).join();
  }

  @ParameterizedTest
  @MethodSource("scenes")
  void bothHearEachOtherAfter(Scene scene) {
    CALLS.get(scene).join();
  }

  private static void begin(Object key, boolean withTheBrowser, Consumer<Company> call) {
    Talker.AtABrowser at = new Talker.AtABrowser(browser, CarrierCustomer.BROWSER, BROWSERS_TONE);
    CALLS.put(
        key,
        CompletableFuture.runAsync(
            () -> {
              try (Company company = new Company(site, temp, at)) {
                call.accept(company);
              }
            },
            withTheBrowser ? browserCalls : phoneCalls));
  }

  private static void callIsMade(Company company, Call call) {
    Talker caller = call.caller().talker(company);
    Talker callee = call.callee().talker(company);
    connect(caller, number(call, callee), callee);
    bothHear(caller, callee);
    caller.hangsUp();
    callee.callIsOver();
  }

  private static String number(Call call, Talker callee) {
    if (!call.caller().isOutside()) {
      return call.callee().isOutside() ? national(callee.number()) : callee.number();
    }
    if (!call.callee().isOutside()) {
      return site.inbound(call.caller().line, callee.number());
    }
    String colleague = site.extension();
    site.forwards(colleague, national(callee.number()));
    return site.inbound(call.caller().line, colleague);
  }
}
