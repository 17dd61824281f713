package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.TrunkStates;
import org.belfry.pbx.auth.SessionCredentials;
import org.belfry.pbx.call.OutsideCalls;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.cdr.RecordKeys;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.engine.Lane;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipLanes;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.lane.SipShared;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.proxy.plan.CallPlanning;
import org.belfry.pbx.proxy.plan.UserCalls;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.registrar.Location;
import org.belfry.pbx.routing.DialIndex;
import org.belfry.pbx.routing.EmergencyCallbacks;
import org.belfry.pbx.routing.Federation;
import org.belfry.pbx.routing.GermanNumbers;
import org.belfry.pbx.routing.PlanLimits;
import org.belfry.pbx.routing.Planner;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.sip.locate.DeadTargets;
import org.belfry.pbx.sip.locate.Supported;
import org.belfry.pbx.sip.message.MessageParser;
import org.belfry.pbx.sip.transport.SipNetwork;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Many phones register with one lane: what is kept of each, and what it costs. */
@Rfc("3261")
class RegisteringTest {
  private static final int PHONES = 200;
  private static final Pattern NONCE = Pattern.compile("nonce=\"([^\"]+)\"");
  private static final InetSocketAddress SERVER = new InetSocketAddress("127.0.0.1", 5060);

  private final Location location = new Location();
  private final Guard guard = new Guard(GuardProperties.DEFAULT, event -> {});
  private final Directory directory = directory();
  private final SipLanes lanes;
  private Instant now = Instant.parse("2026-01-01T00:00:00Z");
  private Runnable wakeUp = () -> {};
  private byte[] answer = new byte[0];
  private Hop answeredTo;
  private int requests;
  private long allocated;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  RegisteringTest() {
    UserCalls live = new UserCalls(location, () -> directory, new EmergencyCallbacks());
    SipServerProperties properties =
        SipServerProperties.defaults(
            List.of(SERVER), "belfry", "0123456789abcdef".getBytes(StandardCharsets.US_ASCII));
    DialIndex index = DialIndex.of(directory, new GermanNumbers());
    SipShared shared =
        new SipShared(
            properties,
            () -> directory,
            location,
            new Unwritten(),
            null,
            record -> true,
            MediaAnchor.NONE,
            (source, user, method, reason) -> {},
            guard,
            (aor, binding, cause) -> {},
            new Wire(),
            null,
            new DeadTargets(Duration.ofMinutes(1)),
            new CallPlanning(
                new Planner(Federation.OUT, PlanLimits.DEFAULT),
                () -> index,
                live,
                (note, callId) -> {}),
            new TrunkStates(),
            OutsideCalls.ALL,
            new SipShared.Counters(),
            Map.of(),
            WaitingSound.NONE,
            () -> {},
            Presence.defaults(),
            answered -> {},
            RecordKeys.NONE,
            new SessionCredentials("belfry", new Random(1)));
    lanes = new SipLanes(shared, () -> now, i -> new Direct(), () -> new Random(1));
  }

  @Test
  @Rfc("17.2.2")
  void aRequestThatComesAgainHasTheSameAnswerUntilTimerJAndIsNewThen() {
    byte[] request = registers(3);
    byte[] ok = answer;
    passes(Duration.ofSeconds(31));
    assertThat(answer(request, 3)).isSameAs(ok);
    assertThat(answer(request, 4)).isSameAs(ok);
    assertThat(answeredTo.remote().getPort()).isEqualTo(port(4)); // its NAT has another port now
    passes(Duration.ofMillis(1_100));
    assertThat(text(answer(request, 3))).startsWith("SIP/2.0 401 "); // the nonce was used
  }

  @Test
  void anAnsweredRequestHasNoTimerAndIsForgottenWithinASecondOfItsTime() {
    for (int i = 0; i < PHONES; i++) {
      registers(i);
      passes(Duration.ofMillis(10));
    }
    assertThat(transactions()).isEqualTo(PHONES);
    int expiries = PHONES;
    int keepAlives = 0;
    assertThat(lane().timersSet()).isEqualTo(expiries + keepAlives + 1);
    passes(Duration.ofSeconds(33));
    assertThat(transactions()).isZero();
    assertThat(lane().timersSet()).isEqualTo(expiries + keepAlives);
  }

  @Test
  void aRegistrationWithItsChallengeAllocatesLittle() {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 20; round++) {
      allocated = 0;
      for (int i = 0; i < PHONES; i++) {
        registers(i);
      }
      least = Math.min(least, allocated / PHONES);
      passes(Duration.ofSeconds(40));
    }
    assertThat(least).isLessThan(24_000);
  }

  /** The bytes of the REGISTER that was answered with 200. */
  private byte[] registers(int phone) {
    Matcher nonce = NONCE.matcher(text(answer(request(phone, null), phone)));
    assertThat(nonce.find()).isTrue();
    byte[] signed = request(phone, nonce.group(1));
    assertThat(text(answer(signed, phone))).startsWith("SIP/2.0 200 ");
    return signed;
  }

  private byte[] request(int phone, @Nullable String nonce) {
    String user = user(phone);
    int number = ++requests;
    String credentials = "";
    if (nonce != null) {
      String response =
          md5(
              md5(user + ":belfry:secret")
                  + ":"
                  + nonce
                  + ":00000001:cn:auth:"
                  + md5("REGISTER:sip:pbx.example"));
      credentials =
          "Authorization: Digest username=\"%s\", realm=\"belfry\", nonce=\"%s\","
              + " uri=\"sip:pbx.example\", response=\"%s\", algorithm=MD5, cnonce=\"cn\","
              + " qop=auth, nc=00000001\r\n";
      credentials = credentials.formatted(user, nonce, response);
    }
    return """
    REGISTER sip:pbx.example SIP/2.0\r
    Via: SIP/2.0/UDP 127.0.0.1:%d;rport;branch=z9hG4bK-%d-of-phone\r
    Max-Forwards: 70\r
    From: <sip:%s@pbx.example>;tag=r%d\r
    To: <sip:%s@pbx.example>\r
    Call-ID: %d-of-phone@127.0.0.1\r
    CSeq: %d REGISTER\r
    Contact: <sip:%s@127.0.0.1:%d>\r
    %sExpires: 3600\r
    User-Agent: phone\r
    Content-Length: 0\r
    \r
    """
        .formatted(
            port(phone), number, user, number, user, phone, number, user, port(phone), credentials)
        .getBytes(StandardCharsets.US_ASCII);
  }

  private byte[] answer(byte[] request, int phone) {
    Hop from = new Hop(Transport.UDP, SERVER, new InetSocketAddress("127.0.0.1", port(phone)), 0);
    answer = new byte[0];
    long before = threads.getCurrentThreadAllocatedBytes();
    lanes.received(MessageParser.parse(request, 0, request.length), from);
    allocated += threads.getCurrentThreadAllocatedBytes() - before;
    return answer;
  }

  private void passes(Duration time) {
    now = now.plus(time);
    Runnable due = wakeUp;
    due.run();
  }

  private Lane lane() {
    return lanes.lanes().getFirst();
  }

  private int transactions() {
    return lanes.works().getFirst().transactions();
  }

  private static int port(int phone) {
    return 20_000 + phone;
  }

  private static String user(int phone) {
    return Integer.toString(1000 + phone);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  private static Directory directory() {
    List<User> users = new ArrayList<>();
    for (int i = 0; i < PHONES; i++) {
      String ha1 = md5(user(i) + ":belfry:secret");
      users.add(new User(i + 1, user(i), "User " + i, null, ha1, ha1));
    }
    return Directory.of(1, "pbx.example", Set.of("pbx.example"), users, List.of());
  }

  private static String md5(String text) {
    try {
      MessageDigest md5 = MessageDigest.getInstance("MD5");
      return HexFormat.of().formatHex(md5.digest(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private final class Wire implements SipNetwork {
    @Override
    public Hop route(Hop hop) {
      return hop;
    }

    @Override
    public Supported supported() {
      return new Supported(Set.of(Transport.UDP), true, false, false);
    }

    @Override
    public void send(byte[] message, Hop hop) {
      answer = message;
      answeredTo = hop;
    }
  }

  private static final class Unwritten implements BindingJournal {
    @Override
    public boolean append(List<BindingDelta> deltas) {
      return true;
    }

    @Override
    public List<Stored> restore() {
      return List.of();
    }
  }

  /** The test's thread is the lane's; a wake-up is kept until time passes. */
  private final class Direct implements Lane.Driver {
    @Override
    public boolean onLane() {
      return true;
    }

    @Override
    public void execute(Runnable task) {
      task.run();
    }

    @Override
    public void schedule(Runnable task, Duration delay) {
      wakeUp = task;
    }
  }
}
