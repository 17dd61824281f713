package org.belfry.pbx.sip.transport;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * STUN on the SIP port, as far as a keep-alive needs it (RFC 5626 §8, RFC 5389): a Binding request
 * is answered with the address it came from, which tells a phone that its flow lives and whether
 * its NAT has changed it. No credentials are asked for or given.
 */
final class Stun {
  /** Bytes of a STUN header. */
  static final int HEADER = 20;

  /** Longest request that is read, header and attributes. */
  static final int LONGEST = 548;

  private static final int COOKIE = 0x2112A442;
  private static final int REQUEST = 0x0001;
  private static final int SUCCESS = 0x0101;
  private static final int ERROR = 0x0111;
  private static final int ERROR_CODE = 0x0009;
  private static final int UNKNOWN_ATTRIBUTES = 0x000A;
  private static final int XOR_MAPPED_ADDRESS = 0x0020;
  private static final int FINGERPRINT = 0x8028;
  private static final int FINGERPRINT_XOR = 0x5354554E;
  private static final int OPTIONAL = 0x8000; // attributes above may be passed over
  private static final int UNKNOWN_MAX = 8;
  private static final int V4 = 1;
  private static final int V6 = 2;
  private static final byte[] PHRASE =
      "Unknown Attribute".getBytes(StandardCharsets.US_ASCII); // 420, RFC 5389 §15.6

  private Stun() {}

  /** True when a packet is STUN (RFC 5389 §6, §8): two zero bits, the cookie, whole words. */
  static boolean is(ByteBuffer packet) {
    int at = packet.position();
    return packet.remaining() >= HEADER
        && (packet.get(at) & 0xC0) == 0
        && (packet.get(at + 3) & 3) == 0
        && packet.getInt(at + 4) == COOKIE;
  }

  /** False as soon as these first bytes can be no Binding request of a length that is read. */
  static boolean mayBecome(ByteBuffer begin) {
    int at = begin.position();
    int known = begin.remaining();
    for (int i = 0; i < Math.min(known, 2); i++) {
      if (begin.get(at + i) != REQUEST >>> (8 * (1 - i))) {
        return false;
      }
    }
    for (int i = 4; i < Math.min(known, 8); i++) {
      if (begin.get(at + i) != (byte) (COOKIE >>> (8 * (7 - i)))) {
        return false;
      }
    }
    return known < 4 || length(begin) <= LONGEST;
  }

  /** Header and attributes of the message that begins with these 20 bytes. */
  static int length(ByteBuffer header) {
    return HEADER + Short.toUnsignedInt(header.getShort(header.position() + 2));
  }

  /**
   * What to answer, or null for what is no Binding request or is not well made.
   *
   * @param packet the whole message and nothing else
   */
  static byte @Nullable [] answer(byte[] packet, InetSocketAddress from) {
    ByteBuffer in = ByteBuffer.wrap(packet);
    if (!is(in) || in.getShort(0) != REQUEST || length(in) != packet.length) {
      return null;
    }
    List<Integer> unknown = new ArrayList<>();
    boolean fingerprint = false;
    for (int at = HEADER; at < packet.length; ) {
      if (at + 4 > packet.length) {
        return null;
      }
      int type = Short.toUnsignedInt(in.getShort(at));
      int length = Short.toUnsignedInt(in.getShort(at + 2));
      int next = at + 4 + ((length + 3) & ~3);
      if (next > packet.length) {
        return null;
      }
      if (type == FINGERPRINT) {
        if (length != 4 || next != packet.length || in.getInt(at + 4) != crc(packet, at)) {
          return null; // §7.3: not STUN after all
        }
        fingerprint = true;
      } else if (type < OPTIONAL && !known(type) && unknown.size() < UNKNOWN_MAX) {
        unknown.add(type);
      }
      at = next;
    }
    return unknown.isEmpty()
        ? mapped(packet, from, fingerprint)
        : refused(packet, unknown, fingerprint);
  }

  /** Comprehended, though nothing is checked: USERNAME, MESSAGE-INTEGRITY, REALM, NONCE. */
  private static boolean known(int type) {
    return type == 0x0006 || type == 0x0008 || type == 0x0014 || type == 0x0015;
  }

  private static byte[] mapped(byte[] request, InetSocketAddress from, boolean fingerprint) {
    byte[] address = from.getAddress().getAddress();
    ByteBuffer out = begin(SUCCESS, request, 8 + address.length, fingerprint);
    out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + address.length));
    out.put((byte) 0).put((byte) (address.length == 4 ? V4 : V6));
    out.putShort((short) (from.getPort() ^ (COOKIE >>> 16)));
    for (int i = 0; i < address.length; i++) {
      out.put((byte) (address[i] ^ request[4 + i])); // cookie, then transaction ID (§15.2)
    }
    return end(out, fingerprint);
  }

  private static byte[] refused(byte[] request, List<Integer> unknown, boolean fingerprint) {
    int phrase = (PHRASE.length + 3) & ~3;
    int list = (unknown.size() * 2 + 3) & ~3;
    ByteBuffer out = begin(ERROR, request, 8 + phrase + 4 + list, fingerprint);
    out.putShort((short) ERROR_CODE).putShort((short) (4 + PHRASE.length));
    out.putShort((short) 0).put((byte) 4).put((byte) 20).put(PHRASE);
    out.put(new byte[phrase - PHRASE.length]);
    out.putShort((short) UNKNOWN_ATTRIBUTES).putShort((short) (unknown.size() * 2));
    unknown.forEach(type -> out.putShort(type.shortValue()));
    out.put(new byte[list - unknown.size() * 2]);
    return end(out, fingerprint);
  }

  private static ByteBuffer begin(int type, byte[] request, int length, boolean fingerprint) {
    int whole = length + (fingerprint ? 8 : 0);
    ByteBuffer out = ByteBuffer.allocate(HEADER + whole);
    return out.putShort((short) type).putShort((short) whole).put(request, 4, HEADER - 4);
  }

  @SuppressWarnings("ByteBufferBackingArray") // allocated above
  private static byte[] end(ByteBuffer out, boolean fingerprint) {
    if (fingerprint) {
      int crc = crc(out.array(), out.position());
      out.putShort((short) FINGERPRINT).putShort((short) 4).putInt(crc);
    }
    return out.array();
  }

  private static int crc(byte[] packet, int length) {
    CRC32 crc = new CRC32();
    crc.update(packet, 0, length);
    return (int) crc.getValue() ^ FINGERPRINT_XOR;
  }
}
