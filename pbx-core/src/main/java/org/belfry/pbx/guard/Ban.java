package org.belfry.pbx.guard;

import java.net.InetAddress;
import java.time.Instant;

/**
 * Nothing that comes from an address is read.
 *
 * @param source as {@link org.belfry.pbx.sip.SourceAddress} gives it
 * @param nth how many bans of this address there have been with this one, from 1
 * @param reason a phrase for people
 */
public record Ban(InetAddress source, Instant since, Instant until, int nth, String reason) {

  public boolean over(Instant now) {
    return !until.isAfter(now);
  }
}
