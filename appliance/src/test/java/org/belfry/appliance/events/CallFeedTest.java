package org.belfry.appliance.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.belfry.appliance.callcontrol.EmergencyCalls;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.CallEvents.CallEventView;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CallFeedTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private final CallFeed feed = new CallFeed();
  private final List<CallEventView> heard = new CopyOnWriteArrayList<>();

  @AfterEach
  void stop() {
    feed.destroy();
  }

  @Test
  void aCallIsToldFromItsStartToItsEnd() {
    feed.onEvent(heard::add);
    feed.look(List.of(live("a", LiveCallState.CALLING)));
    feed.look(List.of(live("a", LiveCallState.RINGING), live("b", LiveCallState.RINGING)));
    feed.look(List.of(live("a", LiveCallState.ANSWERED), live("b", LiveCallState.RINGING)));
    feed.ended(record("a"));
    await().until(() -> heard.size() == 6);
    assertThat(heard)
        .extracting(e -> e.callId() + " " + e.type())
        .containsExactly(
            "a STARTED", "a RINGING", "b STARTED", "b RINGING", "a ANSWERED", "a ENDED");
    assertThat(heard).extracting(CallEventView::number).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
    assertThat(heard.getLast().cause()).isEqualTo("CALLER_HUNG_UP");
    assertThat(heard.getLast().durationSeconds()).isEqualTo(8.0);
  }

  @Test
  void anEmergencyCallIsToldWithWhereThePhoneStands() {
    feed.onEvent(heard::add);
    feed.called(new EmergencyCalls.Called("a", "1002", "Bob", "112", "2nd floor", false));
    await().until(() -> heard.size() == 1);
    assertThat(heard.getFirst().type()).isEqualTo(CallEventType.EMERGENCY);
    assertThat(heard.getFirst().caller()).isEqualTo("1002");
    assertThat(heard.getFirst().location()).isEqualTo("2nd floor");
  }

  @Test
  void aListenerThatFailsDoesNotKeepTheOthersFromHearing() {
    feed.onEvent(e -> {
      throw new IllegalStateException("mine");
    });
    feed.onEvent(heard::add);
    feed.ended(record("a"));
    await().until(() -> heard.size() == 1);
    assertThat(heard.getFirst().type()).isEqualTo(CallEventType.ENDED);
  }

  @Test
  void whoHasLeftHearsNothing() {
    assertThat(feed.isHeard()).isFalse();
    var subscription = feed.onEvent(heard::add);
    assertThat(feed.isHeard()).isTrue();
    subscription.close();
    assertThat(feed.isHeard()).isFalse();
  }

  private static LiveCallView live(String callId, LiveCallState state) {
    return new LiveCallView(
        callId,
        "1001",
        "Alice",
        "1002",
        null,
        state,
        T0,
        state == LiveCallState.ANSWERED ? T0.plusSeconds(2) : null);
  }

  static CallRecord record(String callId) {
    return new CallRecord(
        callId,
        "1001",
        "Alice",
        "1002",
        null,
        null,
        null,
        T0,
        T0.plusSeconds(1),
        T0.plusSeconds(2),
        T0.plusSeconds(10),
        200,
        Cause.CALLER_HUNG_UP,
        List.of(),
        List.of(),
        null);
  }
}
