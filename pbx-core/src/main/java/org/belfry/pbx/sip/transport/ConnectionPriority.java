package org.belfry.pbx.sip.transport;

/** How much a connection that a peer has opened is worth, when there are too many. */
public enum ConnectionPriority {
  /** A phone is registered over it: it stays. */
  BOUND,
  /** From a source of ours: a registered phone's, a peer's, a trunk's. */
  KNOWN,
  /** Nobody has shown who he is. */
  STRANGER
}
