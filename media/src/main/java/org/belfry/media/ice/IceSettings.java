package org.belfry.media.ice;

import java.time.Duration;

/**
 * Times and limits of an agent.
 *
 * @param pace Ta: one new check each (RFC 8445 §14.2)
 * @param firstRetransmission RTO: doubled with each (RFC 8445 §14.3)
 * @param transmissions Rc: how often a check is sent (RFC 8489 §6.2.1)
 * @param patience how long the controlling side waits for a better pair after the first that works
 * @param giveUpAfter how long a way is looked for; the far end may be slow (RFC 8863 §4)
 * @param consentEach how often consent is asked for, ±20 % (RFC 7675 §5.1)
 * @param consentExpires how long consent lasts (RFC 7675 §5.1)
 * @param maxRemoteCandidates more of the far end's are ignored
 * @param maxPairs the pairs of lowest priority beyond are not checked (RFC 8445 §6.1.2.5)
 */
public record IceSettings(
    Duration pace,
    Duration firstRetransmission,
    int transmissions,
    Duration patience,
    Duration giveUpAfter,
    Duration consentEach,
    Duration consentExpires,
    int maxRemoteCandidates,
    int maxPairs) {

  public static final IceSettings DEFAULT =
      new IceSettings(
          Duration.ofMillis(50),
          Duration.ofMillis(500),
          7,
          Duration.ofMillis(200),
          Duration.ofMillis(39_500),
          Duration.ofSeconds(5),
          Duration.ofSeconds(30),
          64,
          100);
}
