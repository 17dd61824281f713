package org.belfry.appliance.phones;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.appliance.persistence.Journal;
import org.belfry.appliance.phones.PhoneTable.Fetched;
import org.belfry.pbx.admin.PhoneAdmin.FetchView;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** What phones have fetched: written in batches, so that a morning's boot waits for no database. */
@Component
class FetchLog implements AutoCloseable {
  private static final int CAPACITY = 20_000;
  private static final int BATCH = 500;
  private static final Duration INTERVAL = Duration.ofMillis(200);

  /** What is kept of each phone. */
  private static final int KEPT = 100;

  /** After so many further fetches the older ones of a phone are dropped, not after each. */
  private static final int SLACK = 20;

  /** While more than this waits for the database, what was given is not kept: it needs room. */
  private static final int GIVEN_MAX = 2000;

  private static final int FILE_MAX = 120;
  private static final int AGENT_MAX = 200;

  private final JdbcClient jdbc;
  private final JdbcTemplate batch;
  private final TransactionTemplate transaction;
  private final AtomicLong number = new AtomicLong();
  private final Journal<Long, Entry> journal;

  /** Fetches since the older ones of a phone were dropped; of the journal's thread only. */
  private final Map<Long, Integer> untrimmed = new HashMap<>();

  private record Entry(long phone, FetchView fetch, Fetched state, @Nullable String given) {}

  FetchLog(JdbcClient jdbc, JdbcTemplate batch, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.batch = batch;
    this.transaction = transaction;
    this.journal = new Journal<>("phone-fetches", CAPACITY, BATCH, INTERVAL, this::write);
  }

  /**
   * Notes a fetch; one that there is no room for is not noted.
   *
   * @param state what is known of the phone's fetches after this one
   * @param given the file, without secrets, when it is to be kept; null otherwise
   */
  void note(
      long phone,
      Instant at,
      String file,
      int status,
      @Nullable String userAgent,
      String address,
      Fetched state,
      @Nullable String given) {
    FetchView fetch =
        new FetchView(
            at,
            cut(file, FILE_MAX),
            status,
            userAgent == null ? null : cut(userAgent, AGENT_MAX),
            address);
    boolean room = given != null && journal.pending() < GIVEN_MAX;
    journal.append(number.incrementAndGet(), new Entry(phone, fetch, state, room ? given : null));
  }

  /** The latest first. */
  List<FetchView> of(long phone) {
    return jdbc.sql(
            "select at, file, status, user_agent, address from phone_fetch where phone_id = ?"
                + " order by id desc limit "
                + KEPT)
        .param(phone)
        .query((row, n) ->
            new FetchView(
                row.getObject("at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
                row.getString("file"),
                row.getInt("status"),
                row.getString("user_agent"),
                row.getString("address")))
        .list();
  }

  private void write(List<Entry> entries) {
    transaction.executeWithoutResult(status -> {
      Map<Long, Fetched> last = new LinkedHashMap<>();
      List<Object[]> rows = new ArrayList<>();
      entries.forEach(e -> last.put(e.phone(), e.state()));
      Set<Long> known = known(last.keySet());
      for (Entry e : entries) {
        if (known.contains(e.phone())) {
          FetchView f = e.fetch();
          rows.add(
              new Object[] {
                e.phone(), utc(f.at()), f.file(), f.status(), f.userAgent(), f.address()
              });
        }
      }
      batch.batchUpdate(
          "insert into phone_fetch(phone_id, at, file, status, user_agent, address)"
              + " values(?,?,?,?,?,?)",
          rows);
      batch.batchUpdate(
          "update phone set firmware = ?, fetched_at = ?, fetched_tag = ? where id = ?",
          known.stream()
              .map(id -> {
                Fetched f = last.getOrDefault(id, Fetched.NOTHING);
                return new @Nullable Object[] {
                  f.firmware(), f.at() == null ? null : utc(f.at()), f.tag(), id
                };
              })
              .toList());
      keep(entries, known);
      rows.forEach(row -> untrimmed.merge((Long) row[0], 1, Integer::sum));
      List<Long> chatty =
          known.stream().filter(id -> untrimmed.getOrDefault(id, 0) >= SLACK).toList();
      chatty.forEach(this::trim);
      untrimmed.keySet().removeAll(chatty);
    });
  }

  /** The file with the accounts that each phone has now. */
  private void keep(List<Entry> entries, Set<Long> known) {
    Map<Long, Object[]> given = new LinkedHashMap<>();
    for (Entry e : entries) {
      String tag = e.state().tag();
      if (e.given() != null && tag != null && known.contains(e.phone())) {
        given.put(e.phone(), new Object[] {e.phone(), tag, e.given()});
      }
    }
    batch.batchUpdate(
        "replace into phone_given(phone_id, tag, content) values(?,?,?)",
        List.copyOf(given.values()));
  }

  /**
   * Phones that were retired in the meantime have no log. The others are locked first, as whoever
   * retires one does: locked after their log, the two would wait for each other.
   */
  private Set<Long> known(Set<Long> phones) {
    return new TreeSet<>(
        jdbc.sql("select id from phone where id in (:phones) order by id for update")
            .param("phones", phones)
            .query(Long.class)
            .list());
  }

  private void trim(long phone) {
    jdbc.sql(
            "delete from phone_fetch where phone_id = ? and id <= coalesce((select id from"
                + " (select id from phone_fetch where phone_id = ? order by id desc limit 1 offset "
                + KEPT
                + ") as older), 0)")
        .param(phone)
        .param(phone)
        .update();
  }

  private static LocalDateTime utc(Instant at) {
    return LocalDateTime.ofInstant(at, ZoneOffset.UTC);
  }

  private static String cut(String text, int most) {
    StringBuilder clean = new StringBuilder();
    text.chars().limit(most).forEach(c -> clean.append(c >= ' ' && c != 0x7f ? (char) c : '?'));
    return clean.toString();
  }

  @Override
  public void close() {
    journal.close();
  }
}
