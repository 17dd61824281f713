package org.belfry.appliance.system;

/**
 * The ports for SIP beside UDP and TCP, as they were settled at the start.
 *
 * @param tls SIP over TLS, {@link #NONE} for none, like the others
 * @param ws SIP over WebSocket without TLS, on loopback
 * @param wss SIP over secure WebSocket
 */
public record ExtraPorts(int tls, int ws, int wss) {
  public static final int NONE = -1;
}
