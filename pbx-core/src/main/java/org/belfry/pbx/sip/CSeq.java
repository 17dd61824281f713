package org.belfry.pbx.sip;

/**
 * Sequence number and method (RFC 3261 §20.16).
 *
 * @param number 0 to 2^31 - 1
 */
public record CSeq(long number, Method method) {
  @Override
  public String toString() {
    return number + " " + method;
  }
}
