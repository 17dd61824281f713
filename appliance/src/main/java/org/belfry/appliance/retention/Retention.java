package org.belfry.appliance.retention;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.system.BelfryProperties;
import org.belfry.pbx.fuse.FraudFuse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes rows older than the owner wants to keep, once an hour. */
@Component
@EnableScheduling
class Retention {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  // Small enough that a call waiting for its row waits some milliseconds at most.
  private static final int BATCH = 1000;

  private final List<Rule> rules;
  private final JdbcClient jdbc;

  /**
   * @param what in the log
   * @param old the rows that are older than the parameter, without the limit
   * @param keep 0 for as long as there is room
   */
  private record Rule(String what, String old, Duration keep) {}

  Retention(JdbcClient jdbc, BelfryProperties properties) {
    this.jdbc = jdbc;
    Duration calls = properties.history().keep();
    this.rules =
        List.of(
            new Rule("calls", "from cdr where started_at < ? order by started_at", calls),
            new Rule(
                "calls' quality",
                "from call_quality where started_at < ? order by started_at",
                calls),
            new Rule("queue calls", "from queue_stay where until < ? order by until", calls),
            new Rule(
                "counts of outside calls",
                "from fuse_count where slot < floor(timestampdiff(second, '1970-01-01', ?) / "
                    + FraudFuse.SLOT.toSeconds()
                    + ") order by slot",
                outsideCalls(calls)),
            new Rule(
                "audit log entries",
                "from audit_entry where at < ? order by at",
                properties.audit().keep()),
            new Rule(
                "failed mails",
                "from mail_outbox where state = 'GIVEN_UP' and created_at < ? order by id",
                properties.mail().keep()));
  }

  /** As long as the calls themselves, for reports; not shorter than the fuse needs them. */
  private static Duration outsideCalls(Duration calls) {
    return !calls.isPositive() || calls.compareTo(FraudFuse.MEMORY) > 0 ? calls : FraudFuse.MEMORY;
  }

  @Scheduled(initialDelay = 10, fixedDelay = 60, timeUnit = TimeUnit.MINUTES)
  void sweep() {
    sweep(Instant.now());
  }

  /** Deletes all that is too old at this time. */
  void sweep(Instant now) {
    rules.stream().filter(rule -> rule.keep().isPositive()).forEach(rule -> sweep(rule, now));
  }

  private void sweep(Rule rule, Instant now) {
    LocalDateTime oldest = LocalDateTime.ofInstant(now.minus(rule.keep()), ZoneOffset.UTC);
    long deleted = 0;
    int last;
    do {
      last = jdbc.sql("delete " + rule.old() + " limit " + BATCH).param(oldest).update();
      deleted += last;
    } while (last == BATCH && !Thread.currentThread().isInterrupted());
    if (deleted > 0) {
      LOG.info("{} {} older than {} days deleted", deleted, rule.what(), rule.keep().toDays());
    }
  }
}
