package org.belfry.media.relay;

/** Whose packets a leg accepts before it has locked on somebody, from strict to open. */
public enum Latching {
  /** Only the pair that ICE has selected, and whoever proves himself by SRTP. */
  SELECTED,
  /** Only exactly the signalled address and port: for providers that say so. */
  SIGNALLED,
  /**
   * Any port of the signalled address, or of the one that signalling comes from: phones on the LAN
   * and behind one NAT.
   */
  HOST,
  /**
   * The former at once, and a stranger whose packets have been plausible for a while when no
   * expected source came in between: phones whose media leaves by another public address than their
   * signalling. Who can guess the port in time may take such a leg, so use it only where needed.
   */
  ANYBODY
}
