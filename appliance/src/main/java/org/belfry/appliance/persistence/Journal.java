package org.belfry.appliance.persistence;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A bounded queue in front of the database. What is appended is written soon, many at a time, by
 * one thread, which sleeps while nothing is; when the database is away it waits, and is written
 * when the database is back. The newest entry of a key replaces older ones that are still waiting.
 *
 * @param <K> what makes entries replace each other
 * @param <E> an entry
 */
public final class Journal<K, E> implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Journal.class);
  private static final Duration PAUSE_MAX = Duration.ofSeconds(5);
  private static final Duration STOPPING_PAUSE = Duration.ofMillis(100);

  /** How often a stopping journal asks a database that is away: about two seconds. */
  private static final int STOPPING_TRIES = 20;

  private static final Duration STOP_WAIT = Duration.ofSeconds(8);

  /** Writes a batch in one transaction; writing the same entries twice must change nothing. */
  @FunctionalInterface
  public interface Writer<E> {
    void write(List<E> batch);
  }

  private final String name;
  private final int capacity;
  private final int batch;
  private final Duration interval;
  private final Writer<E> writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopAsked = lock.newCondition();
  private final Condition something = lock.newCondition(); // waits, or we are to stop
  private final Thread thread;
  private final SequencedMap<K, E> waiting = new LinkedHashMap<>();
  private List<E> inHand = List.of();
  private boolean stopping;
  private boolean away; // of the thread only

  /**
   * @param capacity entries that may wait; {@link #append} refuses more
   * @param batch entries written in one transaction
   * @param interval from an entry to its writing, so that others come with it
   */
  public Journal(String name, int capacity, int batch, Duration interval, Writer<E> writer) {
    this.name = name;
    this.capacity = capacity;
    this.batch = batch;
    this.interval = interval;
    this.writer = writer;
    this.thread = Thread.ofPlatform().name("journal-" + name).daemon(true).start(this::drain);
  }

  /**
   * Takes an entry and returns at once.
   *
   * @return false when the journal is full and the entry was not taken
   */
  public boolean append(K key, E entry) {
    lock.lock();
    try {
      if (waiting.size() >= capacity && !waiting.containsKey(key)) {
        return false;
      }
      if (waiting.isEmpty()) {
        something.signal();
      }
      waiting.putLast(key, entry); // its place is that of the newest
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Entries that are not in the database yet. */
  public int pending() {
    lock.lock();
    try {
      return waiting.size() + inHand.size();
    } finally {
      lock.unlock();
    }
  }

  /** Writes what waits and stops; gives up after a few seconds without a database. */
  @Override
  public void close() {
    lock.lock();
    try {
      stopping = true;
      something.signal();
      stopAsked.signal();
    } finally {
      lock.unlock();
    }
    try {
      boolean ended = thread.join(STOP_WAIT);
      if (!ended || pending() > 0) {
        LOG.error("journal {}: {} entries could not be written", name, pending());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void drain() {
    Duration pause = interval;
    int triesLeft = STOPPING_TRIES;
    try {
      while (triesLeft > 0) {
        awaitEntries();
        boolean last = await(pause);
        boolean written = writeAll();
        if (last && written) {
          return;
        }
        if (last) {
          triesLeft--;
          Thread.sleep(STOPPING_PAUSE);
        }
        pause = written ? interval : longer(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEntries() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty() && inHand.isEmpty() && !stopping) {
        something.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits that long, or not at all once we are to stop, which it returns. */
  private boolean await(Duration pause) throws InterruptedException {
    lock.lock();
    try {
      long left = pause.toNanos();
      while (left > 0 && !stopping) {
        left = stopAsked.awaitNanos(left);
      }
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** False when the database is away; what is in hand stays there. */
  private boolean writeAll() {
    while (take()) {
      try {
        write(inHand);
      } catch (RuntimeException e) {
        if (!away) {
          LOG.warn("journal {}: the database is away, entries wait: {}", name, e.getMessage());
        }
        away = true;
        return false;
      }
      if (away) {
        LOG.info("journal {}: the database is back, {} entries are written now", name, pending());
        away = false;
      }
      done();
    }
    return true;
  }

  /** One entry that the database cannot take must not hold back the others. */
  private void write(List<E> entries) {
    try {
      writer.write(entries);
    } catch (RuntimeException e) {
      if (!Refusal.is(e)) {
        throw e;
      }
      if (entries.size() == 1) {
        LOG.error("journal {}: the database refuses {}", name, entries.getFirst(), e);
      } else {
        entries.forEach(entry -> write(List.of(entry)));
      }
    }
  }

  /** Takes the next batch in hand unless one is there still. */
  private boolean take() {
    lock.lock();
    try {
      if (inHand.isEmpty()) {
        List<E> next = new ArrayList<>(Math.min(batch, waiting.size()));
        var entries = waiting.entrySet().iterator();
        while (entries.hasNext() && next.size() < batch) {
          next.add(entries.next().getValue());
          entries.remove();
        }
        inHand = next;
      }
      return !inHand.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  private void done() {
    lock.lock();
    try {
      inHand = List.of();
    } finally {
      lock.unlock();
    }
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(PAUSE_MAX) > 0 ? PAUSE_MAX : twice;
  }
}
