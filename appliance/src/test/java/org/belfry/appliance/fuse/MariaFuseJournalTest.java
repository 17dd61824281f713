package org.belfry.appliance.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import javax.sql.DataSource;
import org.belfry.appliance.SharedDatabase;
import org.belfry.pbx.directory.NumberClass;
import org.belfry.pbx.fuse.CountedCall;
import org.belfry.pbx.fuse.FraudFuse;
import org.belfry.pbx.fuse.FuseEvent;
import org.belfry.pbx.fuse.FuseKey;
import org.belfry.pbx.fuse.FuseKind;
import org.belfry.pbx.fuse.FuseScope;
import org.belfry.pbx.fuse.FuseSettings;
import org.belfry.pbx.fuse.FuseTally;
import org.belfry.pbx.fuse.FuseVerdict;
import org.belfry.pbx.fuse.HeldCountry;
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
class MariaFuseJournalTest {
  private static final Instant T0 = Instant.parse("2026-03-10T10:02:00Z");
  private static final FuseKey USER = new FuseKey(FuseScope.USER, "1001", FuseKind.PREMIUM);
  private static final FuseKey SITE = new FuseKey(FuseScope.SITE, "", FuseKind.PREMIUM);
  private DataSource pool;
  private JdbcTemplate jdbc;
  private MariaFuseJournal journal;
  private FraudFuse fuse;

  @BeforeEach
  void emptyTables(DataSource shared) {
    pool = shared;
    jdbc = new JdbcTemplate(shared);
    for (String table : List.of("fuse_count", "fuse_blown", "fuse_release", "fuse_country")) {
      jdbc.update("delete from " + table);
    }
    open(T0);
  }

  @AfterEach
  void close() {
    journal.destroy();
  }

  private void open(Instant now) {
    journal = new MariaFuseJournal(jdbc, new TransactionTemplate(new JdbcTransactionManager(pool)));
    fuse =
        new FraudFuse(
            FuseSettings.defaults(ZoneId.of("UTC")).with(FuseSettings.FirstCalls.ASK_OWNER),
            journal);
    fuse.restore(journal.restore(now));
  }

  private void reopen(Instant now) {
    journal.destroy();
    open(now);
  }

  private FuseVerdict asks(String id, String number, NumberClass kind, String country) {
    return fuse.asked(
        new CountedCall(id, id, "1001", "berlin", number, kind, country, country.equals("DE")), T0);
  }

  @Test
  void aBlownFuseIsBlownAfterARestartAndAReleasedOneIsNot() {
    asks("a", "+49900100", NumberClass.PREMIUM, "DE");
    asks("b", "+49900100", NumberClass.PREMIUM, "DE");
    assertThat(asks("c", "+49900100", NumberClass.PREMIUM, "DE"))
        .isInstanceOf(FuseVerdict.Refuse.class);
    FraudFuse.Used before = fuse.blown(T0).getFirst();
    reopen(T0);
    assertThat(fuse.blown(T0))
        .singleElement()
        .satisfies(after -> {
          assertThat(after.blown()).isEqualTo(before.blown());
          assertThat(after.day()).isEqualTo(before.day());
        });
    fuse.release(USER, T0);
    reopen(T0);
    assertThat(fuse.blown(T0)).isEmpty();
    assertThat(used(USER)).isEqualTo(FuseTally.ZERO.calls());
    assertThat(used(SITE)).isEqualTo(2);
  }

  @Test
  void blowingReleasingAndBlowingAgainEndsBlown() {
    for (int i = 0; i < 3; i++) {
      asks("a" + i, "+49900100", NumberClass.PREMIUM, "DE");
    }
    fuse.release(USER, T0);
    asks("b", "+49900100", NumberClass.PREMIUM, "DE");
    assertThat(fuse.blown(T0)).hasSize(1);
    reopen(T0);
    assertThat(fuse.blown(T0)).hasSize(1);
  }

  @Test
  void countriesThatWaitAndCountriesThatAreKnownStaySo() {
    asks("a", "+37112345", NumberClass.INTERNATIONAL, "LV");
    asks("b", "+3312345", NumberClass.INTERNATIONAL, "FR");
    fuse.allow("FR", T0);
    reopen(T0);
    assertThat(fuse.held()).containsExactly(new HeldCountry("LV", T0, "1001", "+37112345"));
    assertThat(fuse.seen()).containsExactly("FR");
  }

  @Test
  void countsOfUsersMatterForADayAndThoseOfTheSiteForWeeksAndReportsReadAll() {
    asks("a", "+49900100", NumberClass.PREMIUM, "DE");
    reopen(T0);
    assertThat(restored(T0)).contains(USER, SITE);
    assertThat(restored(T0.plus(Duration.ofDays(2)))).containsExactly(SITE);
    assertThat(restored(T0.plus(FraudFuse.MEMORY).plus(FraudFuse.SLOT))).isEmpty();
    assertThat(jdbc.queryForList("select scope from fuse_count", String.class))
        .contains("SITE", "USER");
  }

  private List<FuseKey> restored(Instant now) {
    return journal.restore(now).counted().stream().map(FuseEvent.Counted::key).toList();
  }

  @Test
  void aNumberOfAnyLengthIsTaken() {
    journal.on(new FuseEvent.Held(new HeldCountry("LV", T0, null, "9".repeat(200))));
    reopen(T0);
    assertThat(fuse.held().getFirst().number()).hasSize(64);
  }

  private int used(FuseKey key) {
    return fuse.used(T0).stream()
        .filter(each -> each.key().equals(key))
        .mapToInt(each -> each.day().calls())
        .sum();
  }
}
