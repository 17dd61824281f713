package org.belfry.media.ice.ice4j;

import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunFault;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.StunReading;
import org.belfry.media.ice.stun.TransactionId;
import org.jspecify.annotations.Nullable;

/**
 * STUN messages as bytes (RFC 8489 §5, §14). Nothing here throws for what a stranger sent, and
 * nothing is allocated for bytes whose header is not STUN's.
 */
public final class StunCodec {
  /** Bytes of a header. */
  public static final int HEADER = 20;

  /** The magic cookie (RFC 8489 §5). */
  public static final int COOKIE = 0x2112A442;

  private static final int MAX_ATTRIBUTES = 64;
  private static final int FINGERPRINT_XOR = 0x5354554e;
  private static final int COMPREHENSION_OPTIONAL = 0x8000;

  private StunCodec() {}

  /** How a message that we send is signed. */
  public enum Signature {
    SHA1,
    SHA256
  }

  /** Reads the message that fills {@code length} bytes; the bytes are copied. */
  public static StunReading read(byte[] source, int offset, int length) {
    if (length < HEADER || length % 4 != 0 || short16(source, offset + 2) != length - HEADER) {
      return length >= 2 && (source[offset] & 0xc0) != 0 ? StunFault.NOT_STUN : StunFault.LENGTH;
    }
    if ((source[offset] & 0xc0) != 0 || int32(source, offset + 4) != COOKIE) {
      return StunFault.NOT_STUN;
    }
    int type = short16(source, offset);
    Method method = Method.ofType(type);
    if (method == null) {
      return StunFault.METHOD;
    }
    byte[] bytes = new byte[length];
    System.arraycopy(source, offset, bytes, 0, length);
    return attributes(bytes, method, StunClass.ofType(type));
  }

  public static StunReading read(byte[] source) {
    return read(source, 0, source.length);
  }

  private static StunReading attributes(byte[] bytes, Method method, StunClass stunClass) {
    TransactionId id = TransactionId.at(bytes, 8);
    List<StunAttribute> attributes = new ArrayList<>(8);
    List<Integer> unknown = List.of();
    int integrityAt = -1;
    int sha256At = -1;
    int at = HEADER;
    for (int count = 0; at < bytes.length; count++) {
      // Always four bytes left: the length is a multiple of four, and so is every step.
      int code = short16(bytes, at);
      int valueLength = short16(bytes, at + 2);
      int next = at + 4 + (valueLength + 3 & ~3);
      if (next > bytes.length) {
        return StunFault.ATTRIBUTE;
      }
      if (count == MAX_ATTRIBUTES) {
        return StunFault.TOO_MANY;
      }
      AttributeType type = AttributeType.ofCode(code);
      if (type != null && !type.mayHaveLength(valueLength)) {
        return StunFault.ATTRIBUTE;
      }
      if (type == AttributeType.FINGERPRINT) {
        boolean right = next == bytes.length && int32(bytes, at + 4) == fingerprint(bytes, at);
        return right
            ? received(
                method, stunClass, id, attributes, bytes, unknown, integrityAt, sha256At, true)
            : StunFault.FINGERPRINT;
      }
      boolean signed = integrityAt >= 0 || sha256At >= 0;
      if (type == AttributeType.MESSAGE_INTEGRITY_SHA256) {
        sha256At = sha256At < 0 ? at : sha256At;
      } else if (signed) {
        // RFC 8489 §14.5: what stands behind a signature is ignored.
      } else if (type == AttributeType.MESSAGE_INTEGRITY) {
        integrityAt = at;
      } else if (type != null) {
        StunAttribute attribute = Values.read(type, bytes, at, valueLength, id);
        if (attribute == null) {
          return StunFault.ATTRIBUTE;
        }
        attributes.add(attribute);
      } else if (code < COMPREHENSION_OPTIONAL) {
        unknown = unknown.isEmpty() ? new ArrayList<>() : unknown;
        unknown.add(code);
      }
      at = next;
    }
    return received(
        method, stunClass, id, attributes, bytes, unknown, integrityAt, sha256At, false);
  }

  private static ReceivedStun received(
      Method method,
      StunClass stunClass,
      TransactionId id,
      List<StunAttribute> attributes,
      byte[] bytes,
      List<Integer> unknown,
      int integrityAt,
      int sha256At,
      boolean fingerprinted) {
    return new ReceivedStun(
        new StunMessage(method, stunClass, id, attributes),
        bytes,
        unknown,
        integrityAt,
        sha256At,
        fingerprinted);
  }

  /** The message with FINGERPRINT, and MESSAGE-INTEGRITY where there is a key: as ICE wants it. */
  public static byte[] write(StunMessage message, @Nullable IntegrityKey key) {
    return write(message, key, Signature.SHA1, true);
  }

  /**
   * The message as bytes, signed where there is a key.
   *
   * @throws IllegalArgumentException for a message of ours with values that no attribute can carry
   */
  public static byte[] write(
      StunMessage message, @Nullable IntegrityKey key, Signature signature, boolean fingerprint) {
    List<byte[]> values = new ArrayList<>(message.attributes().size());
    int length = HEADER;
    for (StunAttribute attribute : message.attributes()) {
      byte[] value = Values.write(attribute, message.id());
      values.add(value);
      length += padded(value);
    }
    int signatureLength = key == null ? 0 : 4 + (signature == Signature.SHA1 ? 20 : 32);
    byte[] bytes = new byte[length + signatureLength + (fingerprint ? 8 : 0)];
    put16(bytes, 0, message.method().type(message.stunClass()));
    put16(bytes, 2, bytes.length - HEADER);
    put32(bytes, 4, COOKIE);
    System.arraycopy(message.id().bytes(), 0, bytes, 8, TransactionId.LENGTH);
    int at = HEADER;
    for (byte[] value : values) {
      System.arraycopy(value, 0, bytes, at, 4 + short16(value, 2));
      at += padded(value);
    }
    if (key != null) {
      at = sign(bytes, at, key, signature);
    }
    if (fingerprint) {
      put16(bytes, at, AttributeType.FINGERPRINT.code());
      put16(bytes, at + 2, 4);
      put32(bytes, at + 4, fingerprint(bytes, at));
    }
    return bytes;
  }

  // By what its header says: ice4j pads some values too much and some not at all.
  private static int padded(byte[] attribute) {
    return 4 + short16(attribute, 2) + 3 & ~3;
  }

  private static int sign(byte[] bytes, int at, IntegrityKey key, Signature signature) {
    boolean sha1 = signature == Signature.SHA1;
    byte[] mac = sha1 ? key.signSha1(bytes, at) : key.signSha256(bytes, at);
    AttributeType type =
        sha1 ? AttributeType.MESSAGE_INTEGRITY : AttributeType.MESSAGE_INTEGRITY_SHA256;
    put16(bytes, at, type.code());
    put16(bytes, at + 2, mac.length);
    System.arraycopy(mac, 0, bytes, at + 4, mac.length);
    return at + 4 + mac.length;
  }

  /** RFC 8489 §14.7: over all that stands before it; the length in the header includes it. */
  private static int fingerprint(byte[] bytes, int at) {
    CRC32 crc = new CRC32();
    crc.update(bytes, 0, at);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }

  private static int short16(byte[] bytes, int at) {
    return (bytes[at] & 0xff) << 8 | (bytes[at + 1] & 0xff);
  }

  private static int int32(byte[] bytes, int at) {
    return short16(bytes, at) << 16 | short16(bytes, at + 2);
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >> 8);
    bytes[at + 1] = (byte) value;
  }

  private static void put32(byte[] bytes, int at, int value) {
    put16(bytes, at, value >>> 16);
    put16(bytes, at + 2, value);
  }
}
