package org.belfry.media.turn;

/** What the server counts. */
public enum TurnCounter {
  BINDINGS,
  ALLOCATED,
  RELEASED,
  EXPIRED,
  PACKETS_TO_PEERS,
  PACKETS_TO_CLIENTS,
  BYTES_TO_PEERS,
  BYTES_TO_CLIENTS,
  /** Requests answered with 401, among them the first of every client. */
  CHALLENGED,
  /** 401 to a request that was signed: a wrong or outdated password. */
  WRONG_PASSWORD,
  /** Any other error answer. */
  REFUSED,
  /** 486 and 508. */
  LIMIT_REACHED,
  /** A peer that policy denies: 403, or a packet dropped. */
  FORBIDDEN_PEER,
  /** No STUN, wrong lengths, wrong FINGERPRINT, a channel that is not bound. */
  MALFORMED,
  /** A packet for a peer without a permission, or from one. */
  NO_PERMISSION,
  /** Beyond an allocation's bandwidth. */
  OVER_BANDWIDTH,
  /** No answer, as the source has had too many without credentials. */
  FLOOD,
  /** A socket or a client's connection took no more. */
  NOT_SENT,
  CONNECTIONS,
  /** Connections that were refused, as there are too many. */
  CONNECTIONS_REFUSED,
  /** Connections closed as nothing whole came in time. */
  CONNECTIONS_SLOW,
  /** Handshakes that failed. */
  TLS_FAILED
}
