package org.belfry.media.ice.ice4j;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.TransactionId;
import org.ice4j.StunException;
import org.ice4j.Transport;
import org.ice4j.TransportAddress;
import org.ice4j.attribute.Attribute;
import org.ice4j.attribute.AttributeDecoder;
import org.ice4j.attribute.AttributeFactory;
import org.ice4j.attribute.ChannelNumberAttribute;
import org.ice4j.attribute.ErrorCodeAttribute;
import org.ice4j.attribute.IceControlAttribute;
import org.ice4j.attribute.LifetimeAttribute;
import org.ice4j.attribute.MappedAddressAttribute;
import org.ice4j.attribute.NonceAttribute;
import org.ice4j.attribute.PriorityAttribute;
import org.ice4j.attribute.RealmAttribute;
import org.ice4j.attribute.RequestedTransportAttribute;
import org.ice4j.attribute.ReservationTokenAttribute;
import org.ice4j.attribute.SoftwareAttribute;
import org.ice4j.attribute.UnknownAttributesAttribute;
import org.ice4j.attribute.UsernameAttribute;
import org.ice4j.attribute.XorMappedAddressAttribute;
import org.jspecify.annotations.Nullable;

/**
 * The values of attributes, by ice4j's classes. Ours are those that ice4j 3.2 does not have or gets
 * wrong: EVEN-PORT (it looks at the message's first byte and wants four), the address families (it
 * throws for one it does not know, where RFC 8656 §7.2 wants a 440), DATA, USERHASH and the
 * password algorithms.
 */
final class Values {
  private static final int FAMILY_V4 = 1;
  private static final int FAMILY_V6 = 2;

  private Values() {}

  /** The attribute whose header stands at an index and whose length is lawful, or null for bad. */
  static @Nullable StunAttribute read(
      AttributeType type, byte[] bytes, int at, int length, TransactionId id) {
    return switch (type.shape()) {
      case FLAG -> new StunAttribute.Flag(type);
      case BYTES -> new StunAttribute.Bytes(type, copy(bytes, at + 4, length));
      case ADDRESS -> sound(bytes, at, length) ? decoded(type, bytes, at, id) : null;
      case NUMBER ->
          isOneByte(type)
              ? new StunAttribute.Unsigned(type, bytes[at + 4] & 0xff)
              : decoded(type, bytes, at, id);
      case TYPES -> length % 2 == 0 ? decoded(type, bytes, at, id) : null;
      case ERROR -> isErrorCode(bytes, at) ? decoded(type, bytes, at, id) : null;
      case TEXT -> decoded(type, bytes, at, id);
      case SIGNATURE -> throw new IllegalArgumentException("the codec's own: " + type);
    };
  }

  private static boolean isOneByte(AttributeType type) {
    return type == AttributeType.EVEN_PORT
        || type == AttributeType.REQUESTED_ADDRESS_FAMILY
        || type == AttributeType.ADDITIONAL_ADDRESS_FAMILY;
  }

  // RFC 8489 §14.8: 300 to 699. ice4j throws for some others.
  private static boolean isErrorCode(byte[] bytes, int at) {
    int hundreds = bytes[at + 6] & 0x7;
    return bytes[at + 6] == hundreds
        && hundreds >= 3
        && hundreds <= 6
        && bytes[at + 7] >= 0
        && bytes[at + 7] < 100;
  }

  private static boolean sound(byte[] bytes, int at, int length) {
    int family = bytes[at + 5];
    return (family == FAMILY_V4 && length == 8) || (family == FAMILY_V6 && length == 20);
  }

  private static @Nullable StunAttribute decoded(
      AttributeType type, byte[] bytes, int at, TransactionId id) {
    try {
      return translated(type, AttributeDecoder.decode(bytes, at, bytes.length - at), id);
    } catch (StunException e) {
      // What was checked before leaves ice4j nothing to refuse; should it all the same, it is bad.
      return null;
    }
  }

  private static @Nullable StunAttribute translated(
      AttributeType type, Attribute attribute, TransactionId id) {
    return switch (attribute) {
      case XorMappedAddressAttribute a -> address(type, a.getAddress(id.bytes()));
      case MappedAddressAttribute a -> address(type, a.getAddress());
      case UsernameAttribute a -> text(type, a.getUsername());
      case RealmAttribute a -> text(type, a.getRealm());
      case NonceAttribute a -> text(type, a.getNonce());
      case SoftwareAttribute a -> text(type, a.getSoftware());
      case LifetimeAttribute a -> number(type, Integer.toUnsignedLong(a.getLifetime()));
      case ChannelNumberAttribute a -> number(type, a.getChannelNumber());
      // Sign-extended by ice4j from the top bit on.
      case PriorityAttribute a -> number(type, a.getPriority() & 0xffffffffL);
      case RequestedTransportAttribute a -> number(type, a.getRequestedTransport() & 0xff);
      case IceControlAttribute a -> number(type, a.getTieBreaker());
      case ErrorCodeAttribute a -> new StunAttribute.ErrorCode(a.getErrorCode(), reason(a));
      case UnknownAttributesAttribute a -> unknown(a);
      default -> null;
    };
  }

  private static String reason(ErrorCodeAttribute error) {
    String reason = error.getReasonPhrase();
    return reason == null ? "" : reason;
  }

  private static StunAttribute unknown(UnknownAttributesAttribute attribute) {
    List<Integer> codes = new ArrayList<>();
    attribute.getAttributes().forEachRemaining(code -> codes.add((int) code));
    return new StunAttribute.UnknownTypes(codes);
  }

  private static StunAttribute text(AttributeType type, byte[] utf8) {
    return new StunAttribute.Text(type, new String(utf8, StandardCharsets.UTF_8));
  }

  private static StunAttribute number(AttributeType type, long number) {
    return new StunAttribute.Unsigned(type, number);
  }

  private static StunAttribute address(AttributeType type, TransportAddress address) {
    return new StunAttribute.Address(
        type, new InetSocketAddress(address.getAddress(), address.getPort()));
  }

  private static byte[] copy(byte[] bytes, int at, int length) {
    byte[] copy = new byte[length];
    System.arraycopy(bytes, at, copy, 0, length);
    return copy;
  }

  /** Header and value, padded or not. */
  static byte[] write(StunAttribute attribute, TransactionId id) {
    return switch (attribute) {
      case StunAttribute.Flag f -> raw(f.type(), new byte[0]);
      case StunAttribute.Bytes b ->
          b.type() == AttributeType.RESERVATION_TOKEN ? token(b.bytes()) : raw(b.type(), b.bytes());
      case StunAttribute.Text t -> text(t).encode();
      case StunAttribute.Address a -> address(a, id).encode();
      case StunAttribute.ErrorCode e ->
          AttributeFactory.createErrorCodeAttribute((char) e.code(), e.reason()).encode();
      case StunAttribute.UnknownTypes u -> unknown(u).encode();
      case StunAttribute.Unsigned n -> number(n);
    };
  }

  private static byte[] token(byte[] bytes) {
    ReservationTokenAttribute token = AttributeFactory.createReservationTokenAttribute(bytes);
    return token.encode();
  }

  private static Attribute text(StunAttribute.Text text) {
    byte[] utf8 = text.text().getBytes(StandardCharsets.UTF_8);
    return switch (text.type()) {
      case USERNAME -> AttributeFactory.createUsernameAttribute(utf8);
      case REALM -> AttributeFactory.createRealmAttribute(utf8);
      case NONCE -> AttributeFactory.createNonceAttribute(utf8);
      case SOFTWARE -> AttributeFactory.createSoftwareAttribute(utf8);
      default -> throw new IllegalArgumentException(text.type() + " is no text");
    };
  }

  private static Attribute address(StunAttribute.Address address, TransactionId id) {
    TransportAddress there = new TransportAddress(address.address(), Transport.UDP);
    return switch (address.type()) {
      case XOR_MAPPED_ADDRESS ->
          AttributeFactory.createXorMappedAddressAttribute(there, id.bytes());
      case XOR_PEER_ADDRESS -> AttributeFactory.createXorPeerAddressAttribute(there, id.bytes());
      case XOR_RELAYED_ADDRESS ->
          AttributeFactory.createXorRelayedAddressAttribute(there, id.bytes());
      case MAPPED_ADDRESS -> AttributeFactory.createMappedAddressAttribute(there);
      default -> throw new IllegalArgumentException(address.type() + " is no address");
    };
  }

  private static UnknownAttributesAttribute unknown(StunAttribute.UnknownTypes types) {
    UnknownAttributesAttribute attribute = AttributeFactory.createUnknownAttributesAttribute();
    types.codes().forEach(code -> attribute.addAttributeID((char) (int) code));
    return attribute;
  }

  private static byte[] number(StunAttribute.Unsigned number) {
    long value = number.number();
    return switch (number.type()) {
      case LIFETIME -> AttributeFactory.createLifetimeAttribute((int) value).encode();
      case CHANNEL_NUMBER -> AttributeFactory.createChannelNumberAttribute((char) value).encode();
      case PRIORITY -> AttributeFactory.createPriorityAttribute(value).encode();
      case REQUESTED_TRANSPORT ->
          AttributeFactory.createRequestedTransportAttribute((byte) value).encode();
      case ICE_CONTROLLED -> AttributeFactory.createIceControlledAttribute(value).encode();
      case ICE_CONTROLLING -> AttributeFactory.createIceControllingAttribute(value).encode();
      case EVEN_PORT -> raw(number.type(), new byte[] {(byte) value});
      case REQUESTED_ADDRESS_FAMILY, ADDITIONAL_ADDRESS_FAMILY ->
          raw(number.type(), new byte[] {(byte) value, 0, 0, 0});
      default -> throw new IllegalArgumentException(number.type() + " is no number");
    };
  }

  private static byte[] raw(AttributeType type, byte[] value) {
    byte[] bytes = new byte[4 + value.length];
    bytes[0] = (byte) (type.code() >> 8);
    bytes[1] = (byte) type.code();
    bytes[2] = (byte) (value.length >> 8);
    bytes[3] = (byte) value.length;
    System.arraycopy(value, 0, bytes, 4, value.length);
    return bytes;
  }
}
