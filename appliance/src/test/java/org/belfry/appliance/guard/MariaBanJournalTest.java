package org.belfry.appliance.guard;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.InetAddress;
import java.time.Instant;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.guard.Ban;
import org.belfry.pbx.guard.GuardEvent;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class MariaBanJournalTest {
  private static final Instant T0 = Instant.parse("2026-01-01T00:00:00Z");
  private static final InetAddress V4 = InetAddress.ofLiteral("192.0.2.66");
  private static final InetAddress V6 = InetAddress.ofLiteral("2001:db8:1:2::");
  private DataSource pool;
  private JdbcTemplate jdbc;
  private MariaBanJournal journal;

  @BeforeEach
  void emptyTable(DataSource shared) {
    pool = shared;
    jdbc = new JdbcTemplate(shared);
    jdbc.update("delete from ban");
    journal = open();
  }

  @AfterEach
  void close() {
    journal.destroy();
  }

  private MariaBanJournal open() {
    return new MariaBanJournal(jdbc, new TransactionTemplate(new JdbcTransactionManager(pool)));
  }

  private MariaBanJournal reopened() {
    journal.destroy();
    journal = open();
    return journal;
  }

  @Test
  void bansOutliveARestartUntilTheyAreOver() {
    Ban scanner = new Ban(V4, T0, T0.plusMillis(600_123), 2, "scanner friendly-scanner");
    Ban guesser = new Ban(V6, T0, T0.plusSeconds(1200), 1, "g".repeat(300));
    journal.on(new GuardEvent.AddressBanned(scanner));
    journal.on(new GuardEvent.AddressBanned(guesser));
    journal.on(new GuardEvent.PairBlocked(V4, "1001", T0));
    assertThat(reopened().restore(T0))
        .containsExactlyInAnyOrder(
            scanner, new Ban(V6, T0, T0.plusSeconds(1200), 1, "g".repeat(200)));
    assertThat(reopened().restore(T0.plusSeconds(900))).extracting(Ban::source).containsExactly(V6);
    assertThat(jdbc.queryForObject("select count(*) from ban", Integer.class)).isEqualTo(1);
  }

  @Test
  void theAuditLogHasALineForEachThatNobodyCanForge() {
    ListAppender<ILoggingEvent> lines = new ListAppender<>();
    Logger audit = (Logger) LoggerFactory.getLogger("audit");
    lines.start();
    Level before = audit.getLevel();
    audit.setLevel(Level.INFO); // as the appliance has it
    audit.addAppender(lines);
    try {
      journal.on(
          new GuardEvent.AddressBanned(new Ban(V4, T0, T0.plusSeconds(600), 1, "scanner x")));
      journal.on(new GuardEvent.PairBlocked(V4, "1001\r\nforged", T0));
      journal.on(new GuardEvent.Unbanned(V4, false));
    } finally {
      audit.detachAppender(lines);
      audit.setLevel(before);
    }
    assertThat(lines.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "address banned source=192.0.2.66 until=2026-01-01T00:10:00Z nth=1 reason=scanner x",
            "user blocked source=192.0.2.66 user=1001??forged until=2026-01-01T00:00:00Z",
            "address unbanned source=192.0.2.66 cause=over");
  }

  @Test
  void aBanThatIsLiftedOrBegunAnewIsKeptAsItIsNow() {
    journal.on(new GuardEvent.AddressBanned(new Ban(V4, T0, T0.plusSeconds(600), 1, "x")));
    journal.on(new GuardEvent.Unbanned(V4, true));
    assertThat(reopened().restore(T0)).isEmpty();
    Ban again = new Ban(V4, T0.plusSeconds(10), T0.plusSeconds(1200), 2, "y");
    journal.on(new GuardEvent.AddressBanned(again));
    assertThat(reopened().restore(T0)).containsExactly(again);
  }
}
