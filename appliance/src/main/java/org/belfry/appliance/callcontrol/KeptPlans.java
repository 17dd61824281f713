package org.belfry.appliance.callcontrol;

import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.directory.DirectoryChanged;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.PlanChecks;
import org.belfry.pbx.admin.PlanExplainer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Plans that are kept to be compared with. After each change of the directory they are made anew,
 * on a thread of their own: whoever has made the change does not wait for it.
 */
@Component
class KeptPlans implements PlanChecks {
  private static final Logger LOG = LoggerFactory.getLogger(KeptPlans.class);
  private static final int MOST = 200;
  private static final int NAME_MAX = 64;
  private static final int QUESTION_MAX = 256;

  private final JdbcClient jdbc;
  private final PlanExplainer explainer;
  private final AuditTrail audit;
  private final InstantSource clock = InstantSource.system();
  private final AtomicBoolean waiting = new AtomicBoolean();
  private final ReentrantLock oneAtATime = new ReentrantLock();
  private final Map<Long, Instant> changed = new ConcurrentHashMap<>();

  private record Row(long id, String name, String from, String to, Instant at, String wanted) {}

  KeptPlans(JdbcClient jdbc, PlanExplainer explainer, AuditTrail audit) {
    this.jdbc = jdbc;
    this.explainer = explainer;
    this.audit = audit;
  }

  @EventListener
  void on(DirectoryChanged event) {
    if (waiting.compareAndSet(false, true)) {
      Thread.ofVirtual().name("plan-checks").start(this::rerun);
    }
  }

  private void rerun() {
    waiting.set(false);
    try {
      checks();
    } catch (RuntimeException e) {
      // The database is away, or calls are not served yet: the next change asks again.
      LOG.warn("the kept plans cannot be checked; they are after the next change", e);
    }
  }

  @Override
  public List<CheckView> checks() {
    oneAtATime.lock();
    try {
      List<CheckView> views = new ArrayList<>(rows().stream().map(this::view).toList());
      views.sort(Comparator.comparing(CheckView::good).thenComparing(CheckView::name));
      return views;
    } finally {
      oneAtATime.unlock();
    }
  }

  @Override
  public CheckView keep(KeepCheck c) {
    Instant at = c.at() == null ? clock.instant() : c.at();
    String from = question("from", c.from());
    String to = question("to", c.to());
    String name = c.name() == null || c.name().isBlank() ? from + " → " + to : c.name().strip();
    String cut = name.length() <= NAME_MAX ? name : name.substring(0, NAME_MAX);
    if (rows().size() >= MOST) {
      throw new InvalidCommand("from", MOST + " checks already exist, which is the limit");
    }
    String wanted = explainer.explain(from, to, at).tree();
    jdbc.sql("insert into plan_check(name, caller, callee, at, wanted) values(?,?,?,?,?)")
        .params(cut, from, to, LocalDateTime.ofInstant(at, ZoneOffset.UTC), wanted)
        .update();
    audit.tell("plan_check", cut, null, new KeepCheck(cut, from, to, at));
    return checks().stream().max(Comparator.comparing(CheckView::id)).orElseThrow();
  }

  @Override
  public CheckView accept(long id) {
    Row row = existing(id);
    String now = tree(row);
    jdbc.sql("update plan_check set wanted = ? where id = ?").params(now, id).update();
    audit.tell("plan_check", row.name(), row, new Row(id, row.name, row.from, row.to, row.at, now));
    return view(existing(id));
  }

  @Override
  public void delete(long id) {
    Row row = existing(id);
    jdbc.sql("delete from plan_check where id = ?").param(id).update();
    audit.tell("plan_check", row.name(), row, null);
  }

  private static String question(String field, String text) {
    if (text.isBlank()) {
      throw new InvalidCommand(field, "required");
    }
    if (text.length() > QUESTION_MAX) {
      throw new InvalidCommand(field, "must have at most " + QUESTION_MAX + " characters");
    }
    return text.strip();
  }

  private CheckView view(Row row) {
    String now = tree(row);
    boolean good = now.equals(row.wanted);
    if (good) {
      changed.remove(row.id);
    } else if (changed.putIfAbsent(row.id, clock.instant()) == null) {
      LOG.warn("the call {} would go elsewhere than it is meant to", row.name);
    }
    return new CheckView(
        row.id, row.name, row.from, row.to, row.at, good, row.wanted, now, changed.get(row.id));
  }

  /** What cannot be asked any more is no plan either. */
  private String tree(Row row) {
    try {
      return explainer.explain(row.from, row.to, row.at).tree();
    } catch (InvalidCommand e) {
      return e.problems().getFirst().message();
    }
  }

  private List<Row> rows() {
    return jdbc.sql("select * from plan_check order by name, id")
        .query((row, n) ->
            new Row(
                row.getLong("id"),
                row.getString("name"),
                row.getString("caller"),
                row.getString("callee"),
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("wanted")))
        .list();
  }

  private Row existing(long id) {
    return rows().stream()
        .filter(row -> row.id == id)
        .findFirst()
        .orElseThrow(() -> new NotFound("check", id));
  }
}
