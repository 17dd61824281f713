package org.belfry.media.ice.stun;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The attributes that we understand, with the lengths their values may have in bytes (RFC 8489 §14,
 * RFC 8445 §16.1, RFC 8656 §18). What is not here and below 0x8000 has to be refused with 420.
 */
public enum AttributeType {
  MAPPED_ADDRESS(0x0001, Shape.ADDRESS, 8, 20),
  USERNAME(0x0006, Shape.TEXT, 0, 508),
  MESSAGE_INTEGRITY(0x0008, Shape.SIGNATURE, 20, 20),
  ERROR_CODE(0x0009, Shape.ERROR, 4, 767),
  UNKNOWN_ATTRIBUTES(0x000a, Shape.TYPES, 0, 128),
  CHANNEL_NUMBER(0x000c, Shape.NUMBER, 4, 4),
  LIFETIME(0x000d, Shape.NUMBER, 4, 4),
  XOR_PEER_ADDRESS(0x0012, Shape.ADDRESS, 8, 20),
  DATA(0x0013, Shape.BYTES, 0, 65535),
  REALM(0x0014, Shape.TEXT, 0, 763),
  NONCE(0x0015, Shape.TEXT, 0, 763),
  XOR_RELAYED_ADDRESS(0x0016, Shape.ADDRESS, 8, 20),
  REQUESTED_ADDRESS_FAMILY(0x0017, Shape.NUMBER, 4, 4),
  // One byte by RFC 8656 §18.7; clients exist that send four.
  EVEN_PORT(0x0018, Shape.NUMBER, 1, 4),
  REQUESTED_TRANSPORT(0x0019, Shape.NUMBER, 4, 4),
  DONT_FRAGMENT(0x001a, Shape.FLAG, 0, 0),
  MESSAGE_INTEGRITY_SHA256(0x001c, Shape.SIGNATURE, 16, 32),
  PASSWORD_ALGORITHM(0x001d, Shape.BYTES, 4, 64),
  USERHASH(0x001e, Shape.BYTES, 32, 32),
  XOR_MAPPED_ADDRESS(0x0020, Shape.ADDRESS, 8, 20),
  RESERVATION_TOKEN(0x0022, Shape.BYTES, 8, 8),
  PRIORITY(0x0024, Shape.NUMBER, 4, 4),
  USE_CANDIDATE(0x0025, Shape.FLAG, 0, 0),
  ADDITIONAL_ADDRESS_FAMILY(0x8000, Shape.NUMBER, 4, 4),
  PASSWORD_ALGORITHMS(0x8002, Shape.BYTES, 4, 128),
  SOFTWARE(0x8022, Shape.TEXT, 0, 763),
  FINGERPRINT(0x8028, Shape.SIGNATURE, 4, 4),
  ICE_CONTROLLED(0x8029, Shape.NUMBER, 8, 8),
  ICE_CONTROLLING(0x802a, Shape.NUMBER, 8, 8);

  /** What sort of value it has. */
  public enum Shape {
    ADDRESS,
    TEXT,
    NUMBER,
    FLAG,
    BYTES,
    ERROR,
    TYPES,
    SIGNATURE
  }

  private static final Map<Integer, AttributeType> BY_CODE = new HashMap<>();

  static {
    for (AttributeType type : values()) {
      BY_CODE.put(type.code, type);
    }
  }

  private final int code;
  private final Shape shape;
  private final int minLength;
  private final int maxLength;

  AttributeType(int code, Shape shape, int minLength, int maxLength) {
    this.code = code;
    this.shape = shape;
    this.minLength = minLength;
    this.maxLength = maxLength;
  }

  public int code() {
    return code;
  }

  public Shape shape() {
    return shape;
  }

  public boolean mayHaveLength(int length) {
    return length >= minLength && length <= maxLength;
  }

  /** The type with this code, or null when we do not know it. */
  public static @Nullable AttributeType ofCode(int code) {
    return BY_CODE.get(code);
  }
}
