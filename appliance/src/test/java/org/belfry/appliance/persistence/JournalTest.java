package org.belfry.appliance.persistence;

import static java.time.Duration.ofMillis;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;

@Timeout(20)
class JournalTest {
  private final Table table = new Table();

  /** A database that can be away, be held up, or refuse an entry. */
  private static final class Table implements Journal.Writer<String> {
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private final Semaphore admitted = new Semaphore(0);
    private volatile boolean away;
    private volatile int asked;

    @Override
    public void write(List<String> batch) {
      asked++;
      admitted.acquireUninterruptibly();
      if (away) {
        throw new DataAccessResourceFailureException("away");
      }
      if (batch.contains("poison")) {
        throw new DataIntegrityViolationException("poison");
      }
      if (batch.contains("fault")) {
        throw new IllegalStateException("a fault in making the row");
      }
      batches.add(List.copyOf(batch));
    }

    void open() {
      admitted.release(1_000_000);
    }

    List<String> rows() {
      return batches.stream().flatMap(List::stream).toList();
    }
  }

  private Journal<String, String> journal(int capacity, int batch) {
    return new Journal<>("test", capacity, batch, ofMillis(5), table);
  }

  @Test
  void theNewestEntryOfAKeyReplacesOlderOnesThatWait() {
    try (var journal = journal(10, 10)) {
      holdUp(journal);
      journal.append("a", "a1");
      journal.append("b", "b1");
      journal.append("a", "a2");
      table.open();
      await().until(() -> journal.pending() == 0);
    }
    assertThat(table.rows()).containsExactly("first", "b1", "a2");
  }

  @Test
  void aFullJournalRefusesNewKeysAndStillTakesNewerEntriesOfThoseThatWait() {
    try (var journal = journal(2, 10)) {
      holdUp(journal);
      assertThat(journal.append("a", "a1")).isTrue();
      assertThat(journal.append("b", "b1")).isTrue();
      assertThat(journal.append("c", "c1")).isFalse();
      assertThat(journal.append("a", "a2")).isTrue();
      table.open();
    }
    assertThat(table.rows()).containsExactly("first", "b1", "a2");
  }

  @Test
  void appendingNeverWaitsForTheDatabase() {
    try (var journal = journal(100_000, 1000)) {
      holdUp(journal);
      IntStream.range(0, 50_000).forEach(i -> journal.append("k" + i, "e" + i));
      assertThat(journal.pending()).isEqualTo(50_001);
      table.open();
      await().until(() -> journal.pending() == 0);
    }
    assertThat(table.rows()).hasSize(50_001);
    assertThat(table.batches).allSatisfy(b -> assertThat(b).hasSizeLessThanOrEqualTo(1000));
  }

  @Test
  void whatCouldNotBeWrittenWaitsUntilTheDatabaseIsBackAndIsWrittenOnce() {
    table.open();
    try (var journal = journal(10, 10)) {
      table.away = true;
      journal.append("a", "a1");
      await().until(() -> table.asked >= 3);
      journal.append("a", "a2");
      assertThat(journal.pending()).isPositive();
      table.away = false;
      await().until(() -> journal.pending() == 0);
    }
    assertThat(table.rows()).endsWith("a2").doesNotHaveDuplicates();
  }

  @Test
  void anEntryTheDatabaseRefusesDoesNotHoldBackOthers() {
    try (var journal = journal(10, 10)) {
      holdUp(journal);
      journal.append("a", "a1");
      journal.append("b", "poison");
      journal.append("c", "fault");
      journal.append("d", "d1");
      table.open();
      await().until(() -> journal.pending() == 0);
    }
    assertThat(table.rows()).containsExactly("first", "a1", "d1");
  }

  @Test
  void theDatabaseGoingAwayInTheMidstOfSortingOutARefusedEntryLosesNothing() {
    try (var journal = journal(10, 10)) {
      holdUp(journal);
      journal.append("a", "poison");
      journal.append("b", "b1");
      table.admitted.release(2); // "first", and the batch that is refused as a whole
      await().until(() -> table.asked == 3);
      table.away = true;
      table.open();
      await().until(() -> table.asked >= 5);
      table.away = false;
      await().until(() -> journal.pending() == 0);
    }
    assertThat(table.rows()).containsExactly("first", "b1");
  }

  @Test
  void closingWritesWhatWaits() {
    var journal = journal(10, 2);
    holdUp(journal);
    List.of("a", "b", "c", "d", "e").forEach(k -> journal.append(k, k));
    table.open();
    journal.close();
    assertThat(table.rows()).containsExactly("first", "a", "b", "c", "d", "e");
  }

  @Test
  void closingGivesUpOnADatabaseThatStaysAway() {
    table.open();
    table.away = true;
    var journal = journal(10, 10);
    journal.append("a", "a1");
    long began = System.nanoTime();
    journal.close();
    assertThat(System.nanoTime() - began).isLessThan(6_000_000_000L);
    assertThat(journal.pending()).isEqualTo(1);
  }

  /**
   * Lets the journal run into a write that waits, so that the test decides what waits behind it.
   */
  private void holdUp(Journal<String, String> journal) {
    journal.append("first", "first");
    await().until(() -> table.asked == 1);
  }
}
