package org.belfry.appliance.recording;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.belfry.appliance.directory.Renamed;
import org.belfry.pbx.admin.RecordingAdmin.OwnerKind;
import org.belfry.pbx.admin.RecordingAdmin.RuleView;
import org.belfry.pbx.admin.RecordingAdmin.When;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Whose calls are recorded: in memory, so that it is known on the call path and without database.
 */
@Component
class RecordingRules {
  private final JdbcClient jdbc;
  private volatile Map<Owner, RuleView> rules;

  private record Owner(OwnerKind kind, String name) {
    static Owner of(RuleView rule) {
      return new Owner(rule.kind(), rule.name());
    }
  }

  RecordingRules(JdbcClient jdbc) {
    this.jdbc = jdbc;
    this.rules = read();
  }

  private Map<Owner, RuleView> read() {
    Map<Owner, RuleView> all = new HashMap<>();
    jdbc.sql("select kind, name, record_when, announce, hear from recording_rule")
        .query(row -> {
          RuleView rule =
              new RuleView(
                  OwnerKind.valueOf(row.getString("kind")),
                  row.getString("name"),
                  When.valueOf(row.getString("record_when")),
                  row.getBoolean("announce"),
                  row.getBoolean("hear"));
          all.put(Owner.of(rule), rule);
        });
    return Map.copyOf(all);
  }

  boolean isEmpty() {
    return rules.isEmpty();
  }

  List<RuleView> all() {
    return rules.values().stream()
        .sorted(Comparator.comparing(RuleView::kind).thenComparing(RuleView::name))
        .toList();
  }

  /** Never, unless somebody has said otherwise. */
  RuleView of(OwnerKind kind, String name) {
    RuleView rule = rules.get(new Owner(kind, name));
    return rule == null ? RuleView.usual(kind, name) : rule;
  }

  /** The usual one is not kept. */
  void save(RuleView rule) {
    if (rule.equals(RuleView.usual(rule.kind(), rule.name()))) {
      remove(rule.kind(), rule.name());
    } else {
      jdbc.sql(
              "replace into recording_rule(kind, name, record_when, announce, hear)"
                  + " values(?,?,?,?,?)")
          .param(rule.kind().name())
          .param(rule.name())
          .param(rule.when().name())
          .param(rule.announce())
          .param(rule.hear())
          .update();
    }
    rules = read();
  }

  private void remove(OwnerKind kind, String name) {
    jdbc.sql("delete from recording_rule where kind = ? and name = ?")
        .param(kind.name())
        .param(name)
        .update();
  }

  /** A rule goes along with who is renamed, and away with who is deleted. */
  @EventListener
  void on(Renamed what) {
    OwnerKind kind =
        switch (what.kind()) {
          case USER -> OwnerKind.USER;
          case GROUP -> OwnerKind.GROUP;
          case TRUNK -> OwnerKind.TRUNK;
          case QUEUE -> OwnerKind.QUEUE;
          case SCHEDULE, ROUTE, INBOUND, ATTENDANT, CONFERENCE, LOCATION, SITE, FEATURES -> null;
        };
    if (kind == null || !rules.containsKey(new Owner(kind, what.before()))) {
      return;
    }
    String after = what.after();
    if (after == null) {
      remove(kind, what.before());
    } else {
      remove(kind, after); // left by one that is long gone
      jdbc.sql("update recording_rule set name = ? where kind = ? and name = ?")
          .param(after)
          .param(kind.name())
          .param(what.before())
          .update();
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            rules = read();
          }
        });
  }
}
