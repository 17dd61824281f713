package org.belfry.pbx.trace;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.belfry.pbx.trace.TracedMessage.Direction;
import org.junit.jupiter.api.Test;

/** What is remembered of calls, and what goes when room is needed. */
class CallTracesTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final Hop HOP = Hop.to(Transport.UDP, new InetSocketAddress("10.0.0.5", 5060));
  private static final TraceProperties LIMITS =
      new TraceProperties(10_000, 100, 10, 3, 2_000, 500, Duration.ofHours(1));

  private final Set<String> live = new HashSet<>();
  private final CallTraces traces = new CallTraces(LIMITS, live::contains);

  @Test
  void theBytesAreSharedAndNotCopied() {
    CallTrace trace = traces.begin("a", T0);
    byte[] message = new byte[100];
    trace.note(T0, Direction.RECEIVED, HOP, message);
    assertThat(trace.messages())
        .singleElement()
        .satisfies(m -> {
          assertThat(m.bytes()).isSameAs(message);
          assertThat(m.number()).isZero();
          assertThat(m.at()).isEqualTo(T0);
        });
    assertThat(traces.of("a")).isSameAs(trace);
    assertThat(traces.begin("a", T0)).isSameAs(trace);
  }

  @Test
  void aLongCallKeepsItsBeginningAndItsNewest() {
    CallTrace trace = traces.begin("a", T0);
    for (int i = 0; i < 57; i++) {
      trace.note(T0.plusSeconds(i), Direction.SENT, HOP, new byte[10]);
    }
    assertThat(trace.messages())
        .extracting(TracedMessage::number)
        .containsExactly(0, 1, 2, 50, 51, 52, 53, 54, 55, 56);
  }

  @Test
  void largeMessagesAreCutOffAndManyOfThemPushOutTheOlder() {
    CallTrace trace = traces.begin("a", T0);
    for (int i = 0; i < 9; i++) {
      trace.note(T0, Direction.SENT, HOP, new byte[5_000]);
    }
    assertThat(trace.messages()).allSatisfy(m -> assertThat(m.bytes()).hasSize(500));
    assertThat(trace.messages()).extracting(TracedMessage::number).containsExactly(0, 1, 2, 8);
  }

  @Test
  void theOldestEndedCallGoesBeforeOneThatGoesOn() {
    call("old and going on", 1_000);
    live.add("old and going on");
    call("old and ended", 1_000);
    for (int i = 0; i < 8; i++) {
      call("later " + i, 1_000);
    }
    assertThat(traces.of("old and going on")).isNotNull();
    assertThat(traces.of("old and ended")).isNull();
    assertThat(traces.of("later 7")).isNotNull();
  }

  @Test
  void whenAllGoOnTheOldestGoesAllTheSame() {
    for (int i = 0; i < 30; i++) {
      live.add("call " + i);
      call("call " + i, 1_000);
    }
    assertThat(traces.size()).isBetween(5, 10);
    assertThat(traces.of("call 29")).isNotNull();
  }

  @Test
  void aScannersInvitesPushOutNoCall() {
    call("a call", 1_000);
    for (int i = 0; i < 1_000; i++) {
      traces.begin("scan " + i, T0).note(T0, Direction.RECEIVED, HOP, new byte[400]);
    }
    assertThat(traces.of("a call")).isNotNull();
    assertThat(traces.of("scan 999")).isNotNull();
    assertThat(traces.size()).isLessThan(10);
  }

  @Test
  void oldTracesGoWhenNewOnesBegin() {
    call("yesterday's", 100);
    CallTrace kept = call("yesterday's, going on", 100);
    live.add("yesterday's, going on");
    for (int i = 0; i < 3; i++) {
      traces.begin("new " + i, T0.plus(Duration.ofHours(20)));
    }
    assertThat(traces.of("yesterday's")).isNull();
    assertThat(traces.of("yesterday's, going on")).isSameAs(kept);
  }

  @Test
  void whatComesForAForgottenTraceIsNotedNowhere() {
    CallTrace gone = call("first", 1_000);
    for (int i = 0; i < 20; i++) {
      call("later " + i, 1_000);
    }
    assertThat(traces.of("first")).isNull();
    gone.note(T0, Direction.SENT, HOP, new byte[100]);
    assertThat(gone.messages()).isEmpty();
  }

  @Test
  void notesKnowTheirPlaceAndAreBounded() {
    CallTrace trace = call("a", 1_000);
    trace.remark(T0, "after two messages");
    assertThat(trace.notes()).containsExactly(new TraceNote(2, T0, "after two messages"));
    for (int i = 0; i < 100; i++) {
      trace.remark(T0, "x".repeat(10_000));
    }
    assertThat(trace.notes()).hasSize(40);
    assertThat(trace.notes().get(20).text()).hasSize(300);
    assertThat(trace.notes().getLast().text()).isEqualTo("more happened than is kept");
  }

  @Test
  void notesCountForTheRoomThatAllCallsHave() {
    CallTrace gone = call("first", 500);
    for (int call = 0; call < 6; call++) {
      CallTrace talkative = call("later " + call, 1);
      for (int i = 0; i < 10; i++) {
        talkative.remark(T0, "x".repeat(200));
      }
    }
    assertThat(traces.of("first")).isNull();
    assertThat(gone.notes()).isEmpty();
  }

  @Test
  void manySmallCallsAreBoundedInNumber() {
    for (int i = 0; i < 5_000; i++) {
      call("call " + i, 1);
    }
    assertThat(traces.size()).isLessThanOrEqualTo(100);
  }

  @Test
  void withoutRoomNothingIsTraced() {
    CallTraces none = new CallTraces(TraceProperties.of(0), live::contains);
    assertThat(none.begin("a", T0)).isNull();
    assertThat(none.of("a")).isNull();
  }

  private CallTrace call(String callId, int bytes) {
    CallTrace trace = traces.begin(callId, T0);
    traces.becomesCall(callId);
    for (int left = bytes; left > 0; left -= 500) {
      trace.note(T0, Direction.RECEIVED, HOP, new byte[Math.min(left, 500)]);
    }
    return trace;
  }
}
