package org.belfry.pbx.sip.locate;

import java.time.Duration;

/**
 * What bounds the memory of the DNS.
 *
 * @param outstanding questions that are being asked
 * @param waitingForOne who may wait for one of them
 * @param remembered answers that are kept
 * @param ttlMin an answer is kept at least so long, so that a TTL of 0 does not mean a query a call
 * @param ttlMax and at most so long
 * @param negativeTtlMax "there is none" is believed at most so long (RFC 2308 §5)
 * @param failureTtl a question that failed is not asked again for so long (RFC 2308 §7)
 */
public record ResolverLimits(
    int outstanding,
    int waitingForOne,
    int remembered,
    Duration ttlMin,
    Duration ttlMax,
    Duration negativeTtlMax,
    Duration failureTtl) {

  /** What the manual says. */
  public static final ResolverLimits DEFAULT =
      new ResolverLimits(
          256,
          1024,
          4096,
          Duration.ofSeconds(1),
          Duration.ofHours(1),
          Duration.ofMinutes(5),
          Duration.ofSeconds(5));
}
