package org.belfry.media.ice.stun;

import org.jspecify.annotations.Nullable;

/** What a message is about (RFC 8489 §18.2, RFC 8656 §17). */
public enum Method {
  BINDING(1),
  ALLOCATE(3),
  REFRESH(4),
  SEND(6),
  DATA(7),
  CREATE_PERMISSION(8),
  CHANNEL_BIND(9);

  private static final @Nullable Method[] BY_CODE = new @Nullable Method[16];

  static {
    for (Method method : values()) {
      BY_CODE[method.code] = method;
    }
  }

  private final int code;

  Method(int code) {
    this.code = code;
  }

  /** The 16 bits at the beginning of a message: method and class interleaved (RFC 8489 §5). */
  public int type(StunClass stunClass) {
    return code | stunClass.bits();
  }

  /** The method in a message's first 16 bits, or null when we do not know it. */
  public static @Nullable Method ofType(int type) {
    int code = (type & 0x000f) | (type & 0x00e0) >> 1 | (type & 0x3e00) >> 2;
    return code < BY_CODE.length ? BY_CODE[code] : null;
  }
}
