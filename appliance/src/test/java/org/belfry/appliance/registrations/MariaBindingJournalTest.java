package org.belfry.appliance.registrations;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedDatabase.class)
class MariaBindingJournalTest implements BindingJournalContract {
  private DataSource pool;
  private JdbcTemplate jdbc;
  private MariaBindingJournal journal;

  @BeforeEach
  void emptyTable(DataSource shared) {
    pool = shared;
    jdbc = new JdbcTemplate(shared);
    jdbc.update("delete from binding");
    journal = open();
  }

  @AfterEach
  void close() {
    journal.destroy();
  }

  private MariaBindingJournal open() {
    return new MariaBindingJournal(jdbc, new TransactionTemplate(new JdbcTransactionManager(pool)));
  }

  @Override
  public BindingJournal journal() {
    return journal;
  }

  @Override
  public BindingJournal reopened() {
    journal.destroy();
    journal = open();
    return journal;
  }

  @Test
  void aRefreshThatMovesTheExpiryBySecondsIsNotWritten() {
    journal.append(List.of(refreshed(1, Duration.ofSeconds(300))));
    await().until(() -> journal.pending() == 0);
    journal.append(List.of(refreshed(2, Duration.ofSeconds(320))));
    assertThat(journal.pending()).isZero();
    journal.append(List.of(refreshed(3, Duration.ofSeconds(340))));
    assertThat(reopened().restore())
        .extracting(s -> s.binding().expiresAt())
        .containsExactly(T0.plusSeconds(340));
  }

  /** As all phones of a site do when its power is back. */
  @Test
  void thousandsAtOnceAreWritten() {
    List<BindingDelta> phones =
        IntStream.range(0, 3000)
            .<BindingDelta>mapToObj(n ->
                new BindingDelta.Stored(
                    new Aor("phone" + n, "example.org"), binding(1, Duration.ofSeconds(300))))
            .toList();
    assertThat(journal.append(phones)).isTrue();
    assertThat(reopened().restore())
        .extracting(BindingJournal.Stored::aor)
        .containsExactlyInAnyOrderElementsOf(phones.stream().map(BindingDelta::aor).toList());
  }

  @Test
  void aRefreshFromAnotherAddressIsWrittenAtOnce() {
    journal.append(List.of(refreshed(1, Duration.ofSeconds(300))));
    Binding moved =
        new Binding(
            "sip:a@10.0.0.5",
            null,
            0,
            1000,
            "call",
            2,
            hop("10.0.0.77"),
            List.of(),
            null,
            T0,
            T0.plusSeconds(301));
    journal.append(List.of(new BindingDelta.Stored(ALICE, moved)));
    assertThat(reopened().restore())
        .extracting(s -> s.binding().hop().shown())
        .containsExactly("udp:10.0.0.77:5060");
  }

  @Test
  void textsLongerThanTheirColumnsAreCutAndNotLost() {
    Binding long1 =
        new Binding(
            "sip:a@10.0.0.5;x=" + "y".repeat(1900),
            "i".repeat(900),
            0,
            1000,
            "c".repeat(2000),
            1,
            hop("10.0.0.5"),
            List.of(),
            "agent ".repeat(500),
            T0,
            T0.plusSeconds(60));
    journal.append(List.of(new BindingDelta.Stored(ALICE, long1)));
    assertThat(reopened().restore())
        .extracting(s -> s.binding().contact())
        .containsExactly(long1.contact());
  }

  private static BindingDelta refreshed(long cseq, Duration expires) {
    return new BindingDelta.Stored(ALICE, binding(cseq, expires));
  }

  private static Binding binding(long cseq, Duration expires) {
    return new Binding(
        "sip:a@10.0.0.5",
        null,
        0,
        1000,
        "call",
        cseq,
        hop("10.0.0.5"),
        List.of(),
        null,
        T0,
        T0.plus(expires));
  }

  private static Hop hop(String host) {
    return Hop.to(Transport.UDP, new InetSocketAddress(InetAddress.ofLiteral(host), 5060));
  }
}
