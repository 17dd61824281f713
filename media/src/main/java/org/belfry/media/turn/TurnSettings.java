package org.belfry.media.turn;

import java.time.Duration;

/**
 * What a server allows.
 *
 * @param realm what passwords are for (RFC 8489 §9.2)
 * @param defaultLifetime of an allocation that asks for none (RFC 8656 §7.2)
 * @param maxLifetime of an allocation
 * @param nonceLifetime after which a client gets 438 and a new nonce
 * @param maxAllocations in all: more get 508
 * @param maxAllocationsPerUser more get 486
 * @param maxPermissions of an allocation: more get 508
 * @param maxChannels of an allocation: more get 508
 * @param bytesPerSecond each way and allocation, 0 for no limit; more is dropped
 * @param answersPerSecond to one source address without credentials; more is dropped
 * @param answersBurst how many of those at once
 */
public record TurnSettings(
    String realm,
    Duration defaultLifetime,
    Duration maxLifetime,
    Duration nonceLifetime,
    int maxAllocations,
    int maxAllocationsPerUser,
    int maxPermissions,
    int maxChannels,
    int bytesPerSecond,
    int answersPerSecond,
    int answersBurst) {

  /** RFC 8656 §9: fixed. */
  static final Duration PERMISSION = Duration.ofMinutes(5);

  /** RFC 8656 §12: fixed. */
  static final Duration CHANNEL = Duration.ofMinutes(10);

  /** How long a reserved port waits for its client (RFC 8656 §7.2). */
  static final Duration RESERVATION = Duration.ofSeconds(30);

  /** For a site of a few hundred people; 2 Mbit/s are a video call of good quality. */
  public static TurnSettings of(String realm) {
    return new TurnSettings(
        realm,
        Duration.ofMinutes(10),
        Duration.ofHours(1),
        Duration.ofHours(1),
        1000,
        16,
        64,
        64,
        500_000,
        50,
        500);
  }

  /** The same with other limits for allocations and bandwidth. */
  public TurnSettings withLimits(int allocations, int allocationsPerUser, int bytesEachSecond) {
    return new TurnSettings(
        realm,
        defaultLifetime,
        maxLifetime,
        nonceLifetime,
        allocations,
        allocationsPerUser,
        maxPermissions,
        maxChannels,
        bytesEachSecond,
        answersPerSecond,
        answersBurst);
  }
}
