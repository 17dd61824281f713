package org.belfry.media.bench;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.turn.CredentialSource;
import org.belfry.media.turn.PeerPolicy;
import org.belfry.media.turn.TurnSettings;
import org.belfry.media.turn.TurnSockets;

/**
 * The server alone, for {@code ./belfry bench media}: address, port and the relayed range as
 * arguments; user and password are "bench", peers on loopback are allowed, and nothing is limited.
 */
public final class TurnMain {
  /**
   * The load gives back half of its allocations only, and 100 clients a window soon come from a
   * port that still has one (437).
   */
  private static final Duration LIFETIME = Duration.ofMinutes(1);

  private TurnMain() {}

  public static void main(String[] args) throws Exception {
    InetSocketAddress address =
        new InetSocketAddress(InetAddress.ofLiteral(args[0]), Integer.parseInt(args[1]));
    int min = Integer.parseInt(args[2]);
    int max = Integer.parseInt(args[3]);
    TurnSettings defaults = TurnSettings.of("bench.local");
    TurnSettings settings =
        new TurnSettings(
            "bench.local",
            LIFETIME,
            LIFETIME,
            defaults.nonceLifetime(),
            10_000,
            10_000,
            64,
            64,
            0,
            100_000,
            100_000);
    IntegrityKey key = IntegrityKey.longTerm("bench", "bench.local", "bench");
    try (TurnSockets turn =
        TurnSockets.start(
            TurnSockets.Listening.on(address, min, max),
            settings,
            new PeerPolicy(List.of(), List.of(), Set.of(), List.of()),
            (user, realm, now) ->
                user.equals("bench") ? new CredentialSource.Credential("bench", key) : null,
            InstantSource.system(),
            new SecureRandom())) {
      System.out.println("ready " + turn.udpAddresses());
      while (System.in.read() >= 0) {
        System.out.println(turn.counters().all());
      }
    }
  }
}
