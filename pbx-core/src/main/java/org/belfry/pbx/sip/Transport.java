package org.belfry.pbx.sip;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What carries a message (RFC 3261 §18, RFC 7118 for WebSocket). */
public enum Transport {
  UDP(false, false, 5060),
  TCP(true, false, 5060),
  TLS(true, true, 5061),
  WS(true, false, 80),
  WSS(true, true, 443),
  /** No transport at all: to an application of ours, in the same lane, as a value. */
  INSIDE(true, true, 5060);

  private static final Transport[] ALL = values();

  private final boolean reliable;
  private final boolean secure;
  private final int defaultPort;
  private final String lower = name().toLowerCase(Locale.ROOT);

  Transport(boolean reliable, boolean secure, int defaultPort) {
    this.reliable = reliable;
    this.secure = secure;
    this.defaultPort = defaultPort;
  }

  /** True when nothing is lost below us, so that no retransmission timer is needed. */
  public boolean reliable() {
    return reliable;
  }

  public boolean secure() {
    return secure;
  }

  public int defaultPort() {
    return defaultPort;
  }

  /** The name in small letters: {@code udp}. */
  public String lower() {
    return lower;
  }

  /**
   * The value of a URI's transport parameter. Both WebSocket transports are {@code ws} there (RFC
   * 7118 §5.3): only Via tells them apart.
   */
  public String inUri() {
    return this == WSS ? WS.lower : lower;
  }

  /** True for what a browser opens towards us, and nobody towards a browser (RFC 7118 §5). */
  public boolean webSocket() {
    return this == WS || this == WSS;
  }

  /** The transport of this name without regard to case, or null. */
  public static @Nullable Transport named(String name) {
    for (Transport t : ALL) {
      if (t != INSIDE && t.name().equalsIgnoreCase(name)) {
        return t;
      }
    }
    return null;
  }
}
