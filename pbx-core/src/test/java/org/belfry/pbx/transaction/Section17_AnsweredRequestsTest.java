package org.belfry.pbx.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.belfry.pbx.Messages.T0;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Method;
import org.junit.jupiter.api.Test;

@Rfc("3261")
class Section17_AnsweredRequestsTest {
  private static final Duration TIMER_J = Duration.ofSeconds(32);

  private static final InetAddress SOURCE = InetAddress.ofLiteral("192.0.2.7");
  private final AnsweredRequests answered = new AnsweredRequests(42, 1 << 20);

  /** Otherwise a small datagram with a forged source would have a long answer sent to others. */
  @Test
  void anAnswerGoesToNobodyWhoHasNotAsked() {
    answered.keep(key(1), SOURCE, bytes("one"), T0.plus(TIMER_J));
    assertThat(answered.answerTo(key(1), InetAddress.ofLiteral("192.0.2.8"), T0)).isNull();
    assertThat(answered.answerTo(key(1), InetAddress.ofLiteral("2001:db8::7"), T0)).isNull();
    assertThat(answered.answerTo(key(1), SOURCE, T0)).isEqualTo(bytes("one"));
  }

  @Test
  @Rfc("17.2.2")
  void aRequestThatComesAgainHasItsAnswerUntilTimerJ() {
    answered.keep(key(1), SOURCE, bytes("one"), T0.plus(TIMER_J));
    assertThat(answered.answerTo(key(1), SOURCE, T0.plusMillis(31_999))).isEqualTo(bytes("one"));
    assertThat(answered.answerTo(key(1), SOURCE, T0.plusMillis(32_001))).isNull();
  }

  @Test
  @Rfc("17.2.3")
  void branchSentByAndMethodTellRequestsApart() {
    ServerKey key = new ServerKey("z9hG4bKa", "10.0.0.5", 5060, Method.REGISTER);
    answered.keep(key, SOURCE, bytes("yes"), T0.plus(TIMER_J));
    assertThat(answered.answerTo(key, SOURCE, T0)).isEqualTo(bytes("yes"));
    for (ServerKey other :
        new ServerKey[] {
          new ServerKey("z9hG4bKb", "10.0.0.5", 5060, Method.REGISTER),
          new ServerKey("z9hG4bKa", "10.0.0.6", 5060, Method.REGISTER),
          new ServerKey("z9hG4bKa", "10.0.0.5", 5062, Method.REGISTER),
          new ServerKey("z9hG4bKa", "10.0.0.5", 5060, Method.BYE),
          new ServerKey("z9hG4bKa1", "0.0.0.5", 5060, Method.REGISTER)
        }) {
      assertThat(answered.answerTo(other, SOURCE, T0)).isNull();
    }
  }

  /** Senders choose how long an answer gets: it echoes their Via, From and Call-ID. */
  @Test
  void longAnswersTakeNoMoreThanTheirRoomAndTheOldestMakesWay() {
    byte[] tooLong = new byte[60_000];
    for (int i = 0; i < 100; i++) {
      answered.keep(key(i), SOURCE, tooLong, T0.plus(TIMER_J).plusMillis(i));
    }
    assertThat(answered.size() * (long) tooLong.length).isLessThanOrEqualTo(1 << 20);
    assertThat(answered.answerTo(key(0), SOURCE, T0)).isNull();
    assertThat(answered.answerTo(key(99), SOURCE, T0)).isEqualTo(tooLong);
    answered.forget(T0.plusSeconds(60));
    for (int i = 0; i < 100; i++) {
      answered.keep(key(i), SOURCE, bytes("short"), T0.plusSeconds(100));
    }
    assertThat(answered.size()).isEqualTo(100);
  }

  @Test
  void theRoomGrowsWithWhatIsKeptAndIsGivenBackWhenNothingIs() {
    for (int i = 0; i < 10_000; i++) {
      answered.keep(key(i), SOURCE, bytes("answer " + i), T0.plus(TIMER_J).plusMillis(i));
    }
    assertThat(answered.size()).isEqualTo(10_000);
    assertThat(answered.answerTo(key(0), SOURCE, T0)).isEqualTo(bytes("answer 0"));
    assertThat(answered.answerTo(key(9_999), SOURCE, T0)).isEqualTo(bytes("answer 9999"));
    answered.forget(T0.plus(TIMER_J).plusMillis(5_000));
    assertThat(answered.size()).isEqualTo(5_000);
    answered.forget(T0.plusSeconds(60));
    assertThat(answered.size()).isZero();
    assertThat(answered.answerTo(key(9_999), SOURCE, T0)).isNull();
  }

  @Test
  void itSaysWhatAMapWithTimersWouldSay() {
    Random random = new Random(7);
    Map<ServerKey, byte[]> live = new HashMap<>();
    Deque<Map.Entry<Instant, ServerKey>> due = new ArrayDeque<>();
    Instant now = T0;
    for (int i = 0; i < 50_000; i++) {
      now = now.plusMillis(random.nextInt(i % 10_000 < 5_000 ? 20 : 400));
      while (!due.isEmpty() && due.getFirst().getKey().isBefore(now)) {
        live.remove(due.removeFirst().getValue());
      }
      if (random.nextInt(20) == 0) {
        answered.forget(now);
      }
      ServerKey key = key(random.nextInt(4_000));
      byte[] known = answered.answerTo(key, SOURCE, now);
      assertThat(known).isEqualTo(live.get(key));
      if (known == null) {
        byte[] answer = bytes("answer " + i);
        answered.keep(key, SOURCE, answer, now.plus(TIMER_J));
        live.put(key, answer);
        due.addLast(Map.entry(now.plus(TIMER_J), key));
      }
    }
    assertThat(answered.size()).isGreaterThanOrEqualTo(live.size());
  }

  private static ServerKey key(int number) {
    return new ServerKey("z9hG4bK" + number, "10.0.0.5", 5060, Method.REGISTER);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
