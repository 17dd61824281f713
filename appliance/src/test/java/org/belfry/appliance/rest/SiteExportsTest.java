package org.belfry.appliance.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.belfry.pbx.admin.CallHistory;
import org.belfry.pbx.cdr.CallRecord;
import org.belfry.pbx.cdr.CallRecord.Cause;
import org.junit.jupiter.api.Test;

/** Exports of a long history. */
class SiteExportsTest {
  private static final Instant NOON = Instant.parse("2026-11-24T12:00:00Z");

  private final Long1201 history = new Long1201();

  @Test
  void anExportCountsTheHistoryOnceAtMostAndHasEachCallOnce() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SiteExports(null, null, history, null).calls(out);
    List<String> lines = out.toString(StandardCharsets.UTF_8).lines().skip(1).toList();
    assertThat(lines).hasSize(1201).doesNotHaveDuplicates();
    assertThat(lines.getFirst()).startsWith("1201,");
    assertThat(lines.getLast()).startsWith("1,");
    assertThat(history.counted).isLessThanOrEqualTo(1);
  }

  /** 1201 calls, a second apart; the newest first. */
  private static final class Long1201 implements CallHistory {
    private final List<StoredCall> calls =
        IntStream.iterate(1201, i -> i > 0, i -> i - 1).mapToObj(Long1201::call).toList();
    private int counted;

    private static StoredCall call(int i) {
      Instant at = NOON.plusSeconds(i);
      return new StoredCall(
          i,
          new CallRecord(
              "call-" + i,
              "1001",
              null,
              "1002",
              null,
              null,
              null,
              at,
              null,
              null,
              at,
              486,
              Cause.BUSY,
              List.of(),
              List.of(),
              null));
    }

    @Override
    public Page find(Filter filter, int offset, int limit) {
      counted++;
      return new Page(
          calls.stream().skip(offset).limit(limit).toList(), calls.size(), offset, limit);
    }

    @Override
    public List<StoredCall> next(Filter filter, StoredCall after, int limit) {
      return calls.stream()
          .skip(after == null ? 0 : calls.indexOf(after) + 1)
          .limit(limit)
          .toList();
    }

    @Override
    public Optional<StoredCall> call(long id) {
      return Optional.empty();
    }

    @Override
    public List<HourView> perHour(Instant from, int hours) {
      return List.of();
    }
  }
}
