package org.belfry.appliance.filing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;

class IntakeArchiverTest {
  private final Desk desk = new Desk();

  /** Files words. */
  private static final class Desk extends IntakeArchiver<String> {
    final Set<String> lying = ConcurrentHashMap.newKeySet();
    final Set<String> unreadable = ConcurrentHashMap.newKeySet();
    final List<String> kept = new CopyOnWriteArrayList<>();
    final List<Boolean> looks = new CopyOnWriteArrayList<>();
    volatile boolean databaseAway;
    volatile int sweeps;

    Desk() {
      super("words", Duration.ofDays(1));
    }

    @Override
    protected void recover() throws IOException {
      throw new IOException("a disk that is read no more");
    }

    @Override
    protected List<String> waiting(boolean all) {
      looks.add(all);
      return lying.stream().sorted().toList();
    }

    @Override
    protected boolean file(String each) throws IOException {
      if (databaseAway) {
        throw new DataAccessResourceFailureException("away");
      }
      if (unreadable.contains(each)) {
        throw new IOException("nobody can read this");
      }
      lying.remove(each);
      kept.add(each);
      return !each.isEmpty();
    }

    @Override
    protected boolean sweep(Instant now) {
      sweeps++;
      return false;
    }
  }

  @AfterEach
  void end() {
    desk.stop();
  }

  private void until(String what, java.util.function.BooleanSupplier is) {
    Awaitility.await(what).atMost(Duration.ofSeconds(30)).until(is::getAsBoolean);
  }

  @Test
  void whatTheLastRunLeftIsFiledThoughNotAllOfItCouldBeLookedAt() {
    desk.lying.add("left");
    desk.start();
    until("filed", () -> desk.filed() == 1);
    assertThat(desk.looks.getFirst()).isTrue();
    until("swept", () -> desk.sweeps == 1);
    desk.lying.add("new");
    desk.ring();
    until("filed", () -> desk.filed() == 2);
    assertThat(desk.looks.get(1)).as("it was told, and need not look at all").isFalse();
    assertThat(desk.sweeps).isOne();
  }

  @Test
  void whatCannotBeFiledDoesNotHoldBackTheRestAndIsTriedAgain() {
    desk.lying.addAll(List.of("a", "b", "c"));
    desk.unreadable.add("b");
    desk.start();
    until("filed", () -> desk.kept.equals(List.of("a", "c")));
    desk.unreadable.clear();
    desk.ring();
    until("filed", () -> desk.kept.equals(List.of("a", "c", "b")));
    assertThat(desk.looks.get(1)).as("what failed lies there").isTrue();
  }

  @Test
  void whileTheDatabaseIsAwayAllWaits() {
    desk.databaseAway = true;
    desk.lying.addAll(List.of("a", "b"));
    desk.start();
    until("looked", () -> !desk.looks.isEmpty());
    assertThat(desk.kept).isEmpty();
    desk.databaseAway = false;
    desk.ring();
    until("filed", () -> desk.filed() == 2);
  }

  @Test
  void whatIsNothingToKeepDoesNotCount() {
    desk.lying.add("");
    desk.start();
    until("done", () -> desk.lying.isEmpty());
    desk.lying.add("word");
    desk.ring();
    until("filed", () -> desk.filed() == 1);
    assertThat(desk.kept).containsExactly("", "word");
  }
}
