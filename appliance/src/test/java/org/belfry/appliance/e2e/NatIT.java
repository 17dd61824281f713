package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.belfry.appliance.FreePorts;
import org.belfry.media.record.Wav;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/**
 * Debian's baresip in two homes behind different NATs, with the same private address in both: they
 * reach and hear each other through the appliance, nobody else hears or is heard, and who is gone
 * is forgotten. The routers let nothing through between the homes.
 */
@Tag("realclients")
class NatIT {
  private static final Duration ROUTERS_REMEMBER = Duration.ofSeconds(6);
  private static final String ALICE = "2001"; // behind the router that keeps ports
  private static final String BOB = "2002"; // behind the symmetric one
  private static final String CAROL = "2003"; // beside Alice
  private static final String DAVE = "2004"; // beside Bob, on TCP
  private static final String PASSWORD = "bare-password";

  private static final double ALICES_TONE = 440;
  private static final double BOBS_TONE = 700;
  private static final int FIRST_MEDIA_PORT = 31_000;
  private static final int LAST_MEDIA_PORT = 31_099;
  private static final Duration A_WHILE = Duration.ofSeconds(2);

  @TempDir static Path temp;
  private static NatLab lab;
  private static RunningAppliance appliance;
  private static Baresip alice;
  private static Baresip bob;

  @BeforeAll
  static void start() {
    lab = new NatLab(ROUTERS_REMEMBER);
    appliance =
        new RunningAppliance(
            temp.resolve("data"),
            lab.address(),
            FreePorts.next(),
            "--belfry.sip.keep-alive=nat",
            "--belfry.sip.keep-alive-interval=2s",
            "--belfry.sip.keep-alive-misses=2",
            "--belfry.media.ports=" + FIRST_MEDIA_PORT + "-" + LAST_MEDIA_PORT);
    for (String extension : List.of(ALICE, BOB, CAROL, DAVE)) {
      String user =
          "{\"extension\":\"%s\",\"name\":\"User %s\",\"sipPassword\":\"%s\"}"
              .formatted(extension, extension, PASSWORD);
      assertThat(appliance.api().post("/api/v1/users", user).statusCode()).isEqualTo(201);
    }
    alice = phone(ALICE, "udp", lab.seat(lab.portPreserving()));
    bob = phone(BOB, "udp", lab.seat(lab.symmetric()));
    alice.registered();
    bob.registered();
  }

  @AfterAll
  static void stop() {
    try (NatLab itsLab = lab;
        RunningAppliance itsAppliance = appliance;
        Baresip itsAlice = alice;
        Baresip itsBob = bob) {
      // The phones first and the network last; whatever was not made is null.
    }
  }

  @Test
  void bothSayTheSamePrivateAddressAndAreKnownByTheirRouters() {
    JsonNode hers = registration(ALICE);
    JsonNode his = registration(BOB);
    assertThat(hers.path("contact").asString()).contains("@192.168.1.2:" + alice.port());
    assertThat(his.path("contact").asString()).contains("@192.168.1.2:" + bob.port());
    assertThat(hers.path("source").asString())
        .isEqualTo("udp:" + lab.portPreserving().address() + ":" + alice.port());
    assertThat(his.path("source").asString())
        .startsWith("udp:" + lab.symmetric().address() + ":")
        .doesNotEndWith(":" + bob.port());
  }

  @ParameterizedTest
  @CsvSource({"true,true", "true,false", "false,true", "false,false"})
  void eachCallsTheOtherAndEitherHangsUp(boolean aliceCalls, boolean callerHangsUp) {
    Baresip caller = aliceCalls ? alice : bob;
    Baresip callee = aliceCalls ? bob : alice;
    String from = aliceCalls ? ALICE : BOB;
    String to = aliceCalls ? BOB : ALICE;
    int before = records(from, to).size();
    call(caller, callee, to);
    eventually("the call is shown", () -> isLive(from, to));
    aliceAndBobHearEachOther();
    Baresip first = callerHangsUp ? caller : callee;
    Baresip second = callerHangsUp ? callee : caller;
    first.hangsUp();
    second.callIsOver();
    eventually("one record more", () -> records(from, to).size() == before + 1);
    JsonNode cdr = records(from, to).getFirst();
    assertThat(cdr.path("status").asInt()).isEqualTo(200);
    assertThat(cdr.path("cause").asString())
        .isEqualTo(callerHangsUp ? "CALLER_HUNG_UP" : "CALLEE_HUNG_UP");
    assertThat(isLive(from, to)).isFalse();
  }

  @Test
  void aStrangerNeitherHearsTheirCallNorIsHeard() {
    Seat place = lab.stranger();
    try (DatagramSocket bait = bait();
        RtpIntruder intruder =
            new RtpIntruder(temp, place, lab.address(), FIRST_MEDIA_PORT, LAST_MEDIA_PORT + 1)) {
      assertThat(bait).satisfies(NatIT::isHit);
      // He is there before the call has ports, while it rings, before and after anybody is heard.
      alice.forgets();
      bob.forgets();
      alice.dials(BOB);
      bob.rings();
      Ear.pass(A_WHILE);
      bob.answers();
      bob.talks();
      alice.talks();
      aliceAndBobHearEachOther();
      aliceAndBobHearEachOther();
      assertThat(bait).satisfies(NatIT::isHit);
      assertThat(intruder.hasHeardSomething()).isFalse();
      assertThat(lab.datagramsTo(place)).as("datagrams that came to the stranger").isZero();
      alice.hangsUp();
      bob.callIsOver();
    }
  }

  /** A port at the end of those of calls, to know that what the stranger sends does come. */
  private static DatagramSocket bait() {
    try {
      DatagramSocket bait =
          new DatagramSocket(
              new InetSocketAddress(InetAddress.ofLiteral(lab.address()), LAST_MEDIA_PORT + 1));
      bait.setSoTimeout(5000);
      return bait;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void isHit(DatagramSocket bait) throws IOException {
    bait.receive(new DatagramPacket(new byte[2048], 2048));
  }

  private static void aliceAndBobHearEachOther() {
    Ear.pass(Duration.ofMillis(500));
    double hers = alice.heard().seconds();
    double his = bob.heard().seconds();
    Ear.pass(A_WHILE);
    assertThat(alice.heard().seconds() - hers).as("seconds that Alice heard").isGreaterThan(1.5);
    assertThat(bob.heard().seconds() - his).as("seconds that Bob heard").isGreaterThan(1.5);
    Ear.hears("Alice", since(alice, hers), BOBS_TONE, ALICES_TONE, RtpIntruder.TONE);
    Ear.hears("Bob", since(bob, his), ALICES_TONE, BOBS_TONE, RtpIntruder.TONE);
  }

  private static Wav since(Baresip phone, double when) {
    Wav heard = phone.heard();
    return heard.part(when, heard.seconds());
  }

  @Test
  void aPhoneOnTcpIsReachedOverItsConnectionAndForgottenWhenThatCloses() {
    try (Baresip dave = phone(DAVE, "tcp", lab.seat(lab.symmetric()))) {
      dave.registered();
      assertThat(registration(DAVE).path("source").asString())
          .startsWith("tcp:" + lab.symmetric().address() + ":");
      call(alice, dave, DAVE);
      dave.hangsUp();
      alice.callIsOver();
      dave.dies();
      eventually("Dave is forgotten", () -> registration(DAVE).isMissingNode());
    }
  }

  @Test
  void aPhoneThatVanishesIsForgottenAndThoseThatAreIdleAreStillReached() {
    Seat seat = lab.seat(lab.portPreserving());
    try (Baresip carol = phone(CAROL, "udp", seat)) {
      carol.registered();
      lab.unplug(seat);
      Instant idleSince = Instant.now();
      // Two questions unanswered for 32 s (timer F, RFC 3261 §17.1.2.2), and the time between them.
      eventually(
          "Carol is forgotten", Duration.ofSeconds(45), () -> registration(CAROL).isMissingNode());
      assertThat(Duration.between(idleSince, Instant.now()))
          .as("that the others were idle")
          .isGreaterThan(ROUTERS_REMEMBER.multipliedBy(2));
    }
    call(alice, bob, BOB);
    alice.hangsUp();
    bob.callIsOver();
    call(bob, alice, ALICE);
    bob.hangsUp();
    alice.callIsOver();
  }

  /** What the test before this one would be worth nothing without. */
  @Test
  void theRoutersOfTheLabForgetWhatIsSilent() throws IOException {
    try (Silent first = new Silent(lab.portPreserving());
        Silent second = new Silent(lab.symmetric())) {
      first.hears("at once");
      second.hears("at once");
      Ear.pass(ROUTERS_REMEMBER.plusSeconds(2));
      first.isTold("too late");
      second.isTold("too late");
      Ear.pass(Duration.ofMillis(500));
      assertThat(first.said() + second.said()).doesNotContain("too late");
    }
  }

  /** Says one word to a server of its own and listens from then on. */
  private static final class Silent implements AutoCloseable {
    private final DatagramSocket server;
    private final DatagramPacket hello = new DatagramPacket(new byte[100], 100);
    private final Console phone;

    Silent(NatLab.Router router) throws IOException {
      server = new DatagramSocket(new InetSocketAddress(InetAddress.getByName(lab.address()), 0));
      server.setSoTimeout(5000);
      String script =
          "exec 3<>/dev/udp/%s/%d; echo hello >&3; while dd bs=100 count=1 status=none <&3; do :; done"
              .formatted(lab.address(), server.getLocalPort());
      phone = new Console(temp, Map.of(), lab.seat(router).inside(List.of("bash", "-c", script)));
      server.receive(hello);
      assertThat(hello.getAddress().getHostAddress()).isEqualTo(router.address());
    }

    void isTold(String what) throws IOException {
      byte[] line = (what + "\n").getBytes(StandardCharsets.US_ASCII);
      server.send(new DatagramPacket(line, line.length, hello.getSocketAddress()));
    }

    void hears(String what) throws IOException {
      isTold(what);
      phone.await(what, Duration.ofSeconds(5));
    }

    String said() {
      return phone.said();
    }

    @Override
    public void close() {
      phone.close();
      server.close();
    }
  }

  private static void call(Baresip caller, Baresip callee, String extension) {
    caller.forgets();
    callee.forgets();
    caller.dials(extension);
    callee.rings();
    callee.answers();
    callee.talks();
    caller.talks();
  }

  private static Baresip phone(String extension, String transport, Seat seat) {
    double tone = extension.equals(ALICE) ? ALICES_TONE : BOBS_TONE;
    return Baresip.at(
        seat,
        temp.resolve(extension),
        new Account(extension, PASSWORD, lab.address(), appliance.sipPort(), transport, tone));
  }

  // ---- what the appliance says

  /** A missing node when there is none. */
  private static JsonNode registration(String extension) {
    List<JsonNode> found = new ArrayList<>();
    JsonNode all = appliance.api().get("/api/v1/registrations");
    for (JsonNode one : all) {
      if (one.path("extension").asString().equals(extension)) {
        found.add(one);
      }
    }
    assertThat(found).hasSizeLessThanOrEqualTo(1);
    return found.isEmpty() ? all.path(-1) : found.getFirst();
  }

  private static boolean isLive(String caller, String callee) {
    for (JsonNode call : appliance.api().get("/api/v1/calls")) {
      if (isBetween(call, caller, callee)) {
        return true;
      }
    }
    return false;
  }

  /** The newest comes first. */
  private static List<JsonNode> records(String caller, String callee) {
    List<JsonNode> found = new ArrayList<>();
    for (JsonNode cdr : appliance.api().get("/api/v1/cdrs?party=" + caller).path("cdrs")) {
      if (isBetween(cdr, caller, callee)) {
        found.add(cdr);
      }
    }
    return found;
  }

  private static boolean isBetween(JsonNode call, String caller, String callee) {
    return call.path("caller").asString().equals(caller)
        && call.path("callee").asString().equals(callee);
  }

  private static void eventually(String what, Supplier<Boolean> condition) {
    eventually(what, Duration.ofSeconds(15), condition);
  }

  private static void eventually(String what, Duration most, Supplier<Boolean> condition) {
    Instant deadline = Instant.now().plus(most);
    while (!condition.get()) {
      if (Instant.now().isAfter(deadline)) {
        throw new AssertionError("did not come to pass: " + what + "\n" + appliance.log());
      }
      LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
    }
  }
}
