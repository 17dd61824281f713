package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.belfry.appliance.e2e.Speech.Keys;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Phones written by others that share no codec, or of which one encrypts and the other does not,
 * hear each other through the built appliance. All calls are made at the beginning, some at a time;
 * each test judges one.
 */
@Tag("realclients")
class SoundIT {
  private static final int AT_A_TIME = 5;
  private static final int FIRST_USER = 4000;
  private static final String PASSWORD = "sound-password";
  private static final double CALLERS_TONE = 440;
  private static final double CALLEES_TONE = 700;
  private static final Duration TALK = Duration.ofSeconds(3);

  @TempDir static Path temp;
  private static RunningAppliance appliance;
  private static ExecutorService people;
  private static final Map<Call, CompletableFuture<Heard>> CALLS = new LinkedHashMap<>();

  /** Who calls whom. */
  record Call(Phone caller, Phone callee) {
    @Override
    public String toString() {
      return caller + " calls " + callee;
    }
  }

  /** A phone as it can be bought. */
  record Phone(Make make, String codec, Keys keys, String transport) {
    @Override
    public String toString() {
      return make + " with " + codec + ", keys " + keys + ", by " + transport;
    }
  }

  /** What both sides have recorded. */
  record Heard(Wav caller, Wav callee) {}

  enum Make {
    BARESIP,
    LINPHONE
  }

  static Stream<Call> calls() {
    List<Call> calls = new ArrayList<>();
    // Each codec with each, both ways, all in the clear.
    List<String> codecs = List.of("PCMU", "PCMA", "G722", "opus");
    for (String caller : codecs) {
      for (String callee : codecs) {
        calls.add(
            new Call(
                new Phone(Make.BARESIP, caller, Keys.NONE, "udp"),
                new Phone(Make.BARESIP, callee, Keys.NONE, "udp")));
      }
    }
    for (Keys caller : Keys.values()) {
      for (Keys callee : List.of(Keys.NONE, Keys.SDES)) {
        if (caller != Keys.NONE || callee != Keys.NONE) {
          calls.add(
              new Call(
                  new Phone(Make.BARESIP, "PCMU", caller, "tls"),
                  new Phone(Make.BARESIP, "PCMU", callee, "tls")));
        }
      }
    }
    for (Keys keys : List.of(Keys.SDES, Keys.SDES_ONLY, Keys.DTLS)) {
      calls.add(
          new Call(
              new Phone(Make.BARESIP, "PCMU", keys, "udp"),
              new Phone(Make.BARESIP, "PCMU", Keys.NONE, "udp")));
      calls.add(
          new Call(
              new Phone(Make.BARESIP, "G722", keys, "tls"),
              new Phone(Make.BARESIP, "opus", Keys.NONE, "udp")));
    }
    // Phones that take nothing in the clear, called by one that has nothing else.
    for (Keys keys : List.of(Keys.SDES_ONLY, Keys.DTLS)) {
      for (String transport : List.of("udp", "tls")) {
        calls.add(
            new Call(
                new Phone(Make.BARESIP, "PCMA", Keys.NONE, "udp"),
                new Phone(Make.BARESIP, "PCMA", keys, transport)));
      }
    }
    for (Keys keys : Keys.values()) {
      calls.add(
          new Call(
              new Phone(Make.LINPHONE, "PCMA", keys, "tls"),
              new Phone(Make.BARESIP, "PCMA", Keys.NONE, "udp")));
    }
    for (Keys keys : List.of(Keys.NONE, Keys.SDES, Keys.DTLS)) {
      calls.add(
          new Call(
              new Phone(Make.BARESIP, "PCMA", Keys.NONE, "udp"),
              new Phone(Make.LINPHONE, "PCMA", keys, "tls")));
    }
    calls.add(
        new Call(
            new Phone(Make.LINPHONE, "opus", Keys.SDES, "tls"),
            new Phone(Make.BARESIP, "G722", Keys.SDES, "tls")));
    calls.add(
        new Call(
            new Phone(Make.BARESIP, "G722", Keys.DTLS, "tls"),
            new Phone(Make.LINPHONE, "opus", Keys.NONE, "udp")));
    return calls.stream();
  }

  @BeforeAll
  static void makeAllCalls() {
    appliance = new RunningAppliance(temp.resolve("data"));
    people = Executors.newFixedThreadPool(AT_A_TIME, Thread.ofPlatform().daemon().factory());
    List<Call> calls = calls().toList();
    StringBuilder users = new StringBuilder();
    for (int i = 0; i < calls.size() * 2 + 2; i++) {
      users
          .append(i == 0 ? "[" : ",")
          .append(
              "{\"extension\":\"%d\",\"name\":\"User %d\",\"sipPassword\":\"%s\"}"
                  .formatted(FIRST_USER + i, i, PASSWORD));
    }
    assertThat(appliance.api().post("/api/v1/users", users + "]").statusCode()).isEqualTo(201);
    for (Call call : calls) {
      int first = FIRST_USER + 2 * CALLS.size();
      CALLS.put(call, CompletableFuture.supplyAsync(() -> made(call, first), people));
    }
  }

  @AfterAll
  static void stop() {
    people.shutdownNow();
    appliance.close();
  }

  @ParameterizedTest
  @MethodSource("calls")
  void bothHearEachOther(Call call) {
    Heard heard = CALLS.get(call).join();
    Ear.hears("the caller", Ear.middle(heard.caller()), CALLEES_TONE, CALLERS_TONE);
    Ear.hears("the callee", Ear.middle(heard.callee()), CALLERS_TONE, CALLEES_TONE);
  }

  /**
   * RFC 5764 §3: baresip has RTCP on a port of its own, with keys of its own. Its reports answer
   * ours (RFC 3550 §6.4.1), which tells the round trip.
   */
  @Test
  void reportsOfPhonesWithDtlsAreReadAndAnswered() {
    Phone encrypts = new Phone(Make.BARESIP, "PCMA", Keys.DTLS, "tls");
    int first = FIRST_USER + 2 * CALLS.size();
    try (RealPhone caller = phone(encrypts, first, CALLERS_TONE);
        RealPhone callee = phone(encrypts, first + 1, CALLEES_TONE)) {
      connected(caller, callee, first + 1);
      String call = callOf(Integer.toString(first));
      await()
          .atMost(Duration.ofSeconds(60))
          .untilAsserted(() ->
              assertThat(appliance.api().get("/api/v1/calls/" + call + "/media"))
                  .hasSize(2)
                  .allSatisfy(leg -> {
                    assertThat(leg.path("protection").asString()).isEqualTo("DTLS");
                    assertThat(leg.path("roundTripMs").isNumber()).isTrue();
                  }));
      caller.hangsUp();
      callee.callIsOver();
    }
  }

  private static void connected(RealPhone caller, RealPhone callee, int number) {
    caller.registered();
    callee.registered();
    caller.dials(Integer.toString(number));
    callee.rings();
    callee.answers();
    callee.talks();
  }

  private static String callOf(String caller) {
    for (JsonNode call : appliance.api().get("/api/v1/calls")) {
      if (call.path("caller").asString().equals(caller)) {
        return call.path("callId").asString();
      }
    }
    throw new AssertionError("no call of " + caller);
  }

  private static Heard made(Call call, int first) {
    try (RealPhone caller = phone(call.caller(), first, CALLERS_TONE);
        RealPhone callee = phone(call.callee(), first + 1, CALLEES_TONE)) {
      try {
        connected(caller, callee, first + 1);
        caller.talks();
        Ear.pass(TALK);
        caller.hangsUp();
        callee.callIsOver();
        if (caller instanceof Linphone linphone) {
          linphone.callIsOver(); // it finishes its file when it has its 200
        }
        caller.close(); // its file is complete when it is gone
        callee.close();
        return new Heard(caller.heard(), callee.heard());
      } catch (AssertionError e) {
        throw new AssertionError(
            e.getMessage() + "\nCALLER:\n" + caller.said() + "\nCALLEE:\n" + callee.said(), e);
      }
    }
  }

  private static RealPhone phone(Phone phone, int extension, double tone) {
    String name = Integer.toString(extension);
    Account account =
        new Account(
            name,
            PASSWORD,
            phone.transport().equals("tls") ? appliance.sipTlsPort() : appliance.sipPort(),
            phone.transport(),
            tone);
    Speech speech = new Speech(phone.codec(), phone.keys());
    return switch (phone.make()) {
      case BARESIP -> Baresip.speaking(speech, temp.resolve(name), account);
      case LINPHONE -> Linphone.speaking(speech, temp.resolve(name), account);
    };
  }
}
