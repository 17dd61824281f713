package org.belfry.appliance.registrations;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.registrar.Binding;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.Hop;
import org.belfry.pbx.sip.Transport;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Bindings in MariaDB, written behind the registrar. */
@Component
public class MariaBindingJournal implements BindingJournal, DisposableBean {
  private static final int CAPACITY = 200_000;
  private static final int BATCH = 1000;
  private static final String STORE =
      "replace into binding(aor, contact_hash, contact, instance, reg_id, q, call_id, cseq, transport,"
          + " local_address, remote_address, path, user_agent, registered_at, expires_at)"
          + " values(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)";

  private record Key(Aor aor, String key) {}

  /**
   * A refresh that moves the expiry by less is not written: after a restart the binding is gone
   * that much earlier, and phones refresh long before. A phone that refreshes every few seconds
   * (behind NAT many do) costs no row each time.
   */
  private static final Duration LAG = Duration.ofSeconds(30);

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Journal<Key, BindingDelta> journal;
  private final Map<Key, Binding> journalled = new ConcurrentHashMap<>();

  MariaBindingJournal(JdbcTemplate jdbc, TransactionTemplate transaction) {
    this.jdbc = jdbc;
    this.transaction = transaction;
    this.journal = new Journal<>("bindings", CAPACITY, BATCH, Duration.ofMillis(500), this::write);
  }

  @Override
  public boolean append(List<BindingDelta> deltas) {
    boolean all = true;
    for (BindingDelta delta : deltas) {
      Key key = new Key(delta.aor(), delta.key());
      switch (delta) {
        case BindingDelta.Stored s when isMereRefresh(journalled.get(key), s.binding()) -> {}
        case BindingDelta.Stored s -> {
          if (journal.append(key, delta)) {
            journalled.put(key, s.binding());
          } else {
            all = false;
          }
        }
        case BindingDelta.Removed r -> {
          journalled.remove(key);
          all &= journal.append(key, delta);
        }
      }
    }
    return all;
  }

  private static boolean isMereRefresh(@Nullable Binding before, Binding now) {
    return before != null
        && before.hop().equals(now.hop())
        && before.q() == now.q()
        && before.path().equals(now.path())
        && before.contact().equals(now.contact())
        && Objects.equals(before.instance(), now.instance())
        && Objects.equals(before.userAgent(), now.userAgent())
        && !now.expiresAt().isBefore(before.expiresAt())
        && Duration.between(before.expiresAt(), now.expiresAt()).compareTo(LAG) < 0;
  }

  /** Changes that are not in the database yet. */
  public int pending() {
    return journal.pending();
  }

  @Override
  public List<Stored> restore() {
    return jdbc.query("select * from binding", (row, n) -> read(row));
  }

  @Override
  public void destroy() {
    journal.close();
  }

  private void write(List<BindingDelta> batch) {
    List<Object[]> stored = new ArrayList<>();
    List<Object[]> removed = new ArrayList<>();
    for (BindingDelta delta : batch) {
      switch (delta) {
        case BindingDelta.Stored s -> stored.add(row(s));
        case BindingDelta.Removed r ->
            removed.add(new Object[] {r.aor().toString(), hash(r.key())});
      }
    }
    transaction.executeWithoutResult(status -> {
      if (!stored.isEmpty()) {
        jdbc.batchUpdate(STORE, stored);
      }
      if (!removed.isEmpty()) {
        jdbc.batchUpdate("delete from binding where aor = ? and contact_hash = ?", removed);
      }
    });
  }

  private static Object[] row(BindingDelta.Stored s) {
    Binding b = s.binding();
    return new @Nullable Object[] {
      s.aor().toString(),
      hash(b.key()),
      cut(b.contact(), 2000),
      cut(b.instance(), 300),
      b.regId(),
      b.q(),
      cut(b.callId(), 500),
      b.cseq(),
      b.hop().transport().name(),
      b.hop().local() == null ? null : text(b.hop().local()),
      text(b.hop().remote()),
      path(b),
      cut(b.userAgent(), 500),
      LocalDateTime.ofInstant(b.registeredAt(), ZoneOffset.UTC),
      LocalDateTime.ofInstant(b.expiresAt(), ZoneOffset.UTC)
    };
  }

  /** A path that is longer than its column is not kept: half of one would lead astray. */
  private static @Nullable String path(Binding b) {
    String text = String.join("\n", b.path());
    return text.isEmpty() || text.length() > 2000 ? null : text;
  }

  private static Stored read(ResultSet row) throws SQLException {
    String aor = row.getString("aor");
    int at = aor.lastIndexOf('@');
    String path = row.getString("path");
    String local = row.getString("local_address");
    Hop hop =
        new Hop(
            Transport.valueOf(row.getString("transport")),
            local == null ? null : address(local),
            address(row.getString("remote_address")),
            0);
    return new Stored(
        new Aor(aor.substring("sip:".length(), at), aor.substring(at + 1)),
        new Binding(
            row.getString("contact"),
            row.getString("instance"),
            row.getInt("reg_id"),
            row.getInt("q"),
            row.getString("call_id"),
            row.getLong("cseq"),
            hop,
            path == null ? List.of() : List.of(path.split("\n")),
            row.getString("user_agent"),
            row.getObject("registered_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
            row.getObject("expires_at", LocalDateTime.class).toInstant(ZoneOffset.UTC)));
  }

  private static String text(InetSocketAddress address) {
    return address.getAddress().getHostAddress() + "#" + address.getPort();
  }

  private static InetSocketAddress address(String text) {
    int hash = text.indexOf('#');
    return new InetSocketAddress(
        InetAddress.ofLiteral(text.substring(0, hash)), Integer.parseInt(text.substring(hash + 1)));
  }

  private static @Nullable String cut(@Nullable String text, int length) {
    return text == null || text.length() <= length ? text : text.substring(0, length);
  }

  private static byte[] hash(String key) {
    try {
      return MessageDigest.getInstance("MD5").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no MD5", e);
    }
  }
}
