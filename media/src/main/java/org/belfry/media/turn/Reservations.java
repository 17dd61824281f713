package org.belfry.media.turn;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.belfry.media.turn.RelayPorts.RelayPort;
import org.jspecify.annotations.Nullable;

/** Ports that wait for the second allocation of a pair (RFC 8656 §7.2, RESERVATION-TOKEN). */
final class Reservations {
  private final Map<Long, Reserved> byToken = new LinkedHashMap<>();
  private final RandomGenerator random;

  private record Reserved(RelayPort port, String user, Instant expiresAt) {}

  Reservations(RandomGenerator random) {
    this.random = random;
  }

  int size() {
    return byToken.size();
  }

  /** How many ports wait for this user. */
  int of(String user) {
    return (int) byToken.values().stream().filter(each -> each.user().equals(user)).count();
  }

  /** The token for a port that is kept. */
  byte[] keep(RelayPort port, String user, Instant now) {
    long token = random.nextLong();
    byToken.put(token, new Reserved(port, user, now.plus(TurnSettings.RESERVATION)));
    return ByteBuffer.allocate(8).putLong(token).array();
  }

  /** The port of a token, which is good once and for the user who got it; null otherwise. */
  @Nullable RelayPort take(byte[] token, String user) {
    long key = ByteBuffer.wrap(token).getLong();
    Reserved reserved = byToken.get(key);
    if (reserved == null || !reserved.user().equals(user)) {
      return null;
    }
    byToken.remove(key);
    return reserved.port();
  }

  void sweep(Instant now) {
    for (Iterator<Reserved> it = byToken.values().iterator(); it.hasNext(); ) {
      Reserved reserved = it.next();
      if (!now.isBefore(reserved.expiresAt())) {
        it.remove();
        reserved.port().close();
      }
    }
  }

  void closeAll() {
    byToken.values().forEach(reserved -> reserved.port().close());
    byToken.clear();
  }
}
