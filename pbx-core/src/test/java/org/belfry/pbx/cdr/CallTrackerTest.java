package org.belfry.pbx.cdr;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Records of calls whose sound is known a little after their end. */
class CallTrackerTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");

  private final List<CallRecord> written = new ArrayList<>();
  private final List<Consumer<List<LegQuality>>> asked = new ArrayList<>();
  private final CallTracker calls =
      new CallTracker(call -> written.add(call), () -> {}, (callId, now, then) -> asked.add(then));

  @Test
  void whoStopsWaitsForTheRecordsOfAllCalls() {
    for (String id : List.of("1", "2")) {
      calls.begin(
          new LiveCall(
              id, "f", "a", null, "b", null, null, null, T0, null, null, null, null, 100,
              List.of()));
    }
    calls.closeAll(T0.plusSeconds(1));
    CompletableFuture<Void> recorded = calls.recorded();
    asked.getFirst().accept(List.of());
    assertThat(recorded).isNotDone();
    asked.getLast().accept(List.of());
    assertThat(recorded).isDone();
    assertThat(written).hasSize(2);
    assertThat(calls.recorded()).isDone();
  }
}
