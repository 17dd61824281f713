package org.belfry.appliance.dialplan;

import java.time.Duration;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.admin.AttendantAdmin.NodeFigure;
import org.belfry.pbx.app.ivr.IvrStatistics;
import org.belfry.pbx.app.ivr.Passed;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * How often what happens at the nodes of attendants, by day. Each run of the server has rows of its
 * own, which hold how often it was in this run: written twice, they are the same.
 */
@Component
class AttendantFigures implements IvrStatistics, DisposableBean {
  private static final int CAPACITY = 100_000;
  private static final int BATCH = 1000;
  private static final Duration INTERVAL = Duration.ofSeconds(5);

  private final InstantSource clock = InstantSource.system();
  private final long run = clock.millis();
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Long> today = new HashMap<>();
  private final JdbcClient client;
  private final Journal<Key, Counted> journal;
  private final ZoneId zone;

  private record Key(LocalDate day, String attendant, String node, String what, String pressed) {}

  private record Counted(Key key, long times) {}

  AttendantFigures(
      JdbcTemplate jdbc, JdbcClient client, TransactionTemplate transaction, ZoneId zone) {
    this.zone = zone;
    this.client = client;
    this.journal =
        new Journal<>(
            "attendant-figures",
            CAPACITY,
            BATCH,
            INTERVAL,
            batch ->
                transaction.executeWithoutResult(status ->
                    jdbc.batchUpdate(
                        "replace into attendant_figure(day, run, attendant, node, what,"
                            + " pressed, times) values(?,?,?,?,?,?,?)",
                        batch.stream().map(this::row).toList())));
  }

  @Override
  public void passed(String attendant, Passed passed) {
    String pressed = passed.what() == Passed.What.KEY ? passed.detail() : "";
    LocalDate day = LocalDate.ofInstant(clock.instant(), zone);
    Key key = new Key(day, attendant, passed.node(), passed.what().name(), pressed);
    lock.lock();
    try {
      if (!today.isEmpty() && !today.keySet().iterator().next().day().equals(day)) {
        today.clear();
      }
      // A figure that finds no room is told by the next of its kind.
      journal.append(key, new Counted(key, today.merge(key, 1L, Long::sum)));
    } finally {
      lock.unlock();
    }
  }

  List<NodeFigure> of(String attendant, LocalDate from, LocalDate to) {
    return client
        .sql(
            "select day, node, what, pressed, sum(times) times from attendant_figure where"
                + " attendant = ? and day >= ? and day <= ? group by day, node, what, pressed"
                + " order by day, node, what, pressed")
        .params(attendant, from, to)
        .query((row, n) ->
            new NodeFigure(
                row.getObject("day", LocalDate.class),
                row.getString("node"),
                row.getString("what"),
                row.getString("pressed"),
                row.getLong("times")))
        .list();
  }

  /** Not in the database yet. */
  int pending() {
    return journal.pending();
  }

  @Override
  public void destroy() {
    journal.close();
  }

  private Object[] row(Counted c) {
    return new Object[] {
      c.key().day(),
      run,
      c.key().attendant(),
      c.key().node(),
      c.key().what(),
      c.key().pressed(),
      c.times()
    };
  }
}
