package org.belfry.media.ice.stun;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message without its signatures (RFC 8489 §5): those are the codec's to add and {@link
 * ReceivedStun}'s to check. Immutable. Where a type occurs twice the first one counts (RFC 8489
 * §14), but for XOR-PEER-ADDRESS, which may come often (RFC 8656 §10.1).
 */
public record StunMessage(
    Method method, StunClass stunClass, TransactionId id, List<StunAttribute> attributes) {

  public StunMessage {
    attributes = List.copyOf(attributes);
  }

  public static StunMessage request(Method method, TransactionId id) {
    return new StunMessage(method, StunClass.REQUEST, id, List.of());
  }

  /** The answer that agrees, still without attributes. */
  public StunMessage success() {
    return new StunMessage(method, StunClass.SUCCESS, id, List.of());
  }

  /** The answer that refuses (RFC 8489 §14.8). */
  public StunMessage error(int code, String reason) {
    return new StunMessage(
        method, StunClass.ERROR, id, List.of(new StunAttribute.ErrorCode(code, reason)));
  }

  public StunMessage with(StunAttribute attribute) {
    List<StunAttribute> more = new ArrayList<>(attributes.size() + 1);
    more.addAll(attributes);
    more.add(attribute);
    return new StunMessage(method, stunClass, id, more);
  }

  public StunMessage with(AttributeType type, String text) {
    return with(new StunAttribute.Text(type, text));
  }

  public StunMessage with(AttributeType type, long number) {
    return with(new StunAttribute.Unsigned(type, number));
  }

  public StunMessage with(AttributeType type, InetSocketAddress address) {
    return with(new StunAttribute.Address(type, address));
  }

  public StunMessage with(AttributeType flag) {
    return with(new StunAttribute.Flag(flag));
  }

  public boolean has(AttributeType type) {
    return find(type) != null;
  }

  /** The text of the first such attribute, or null without one. */
  public @Nullable String text(AttributeType type) {
    return find(type) instanceof StunAttribute.Text t ? t.text() : null;
  }

  /** The number of the first such attribute, or what is said instead. */
  public long number(AttributeType type, long otherwise) {
    return find(type) instanceof StunAttribute.Unsigned n ? n.number() : otherwise;
  }

  public @Nullable InetSocketAddress address(AttributeType type) {
    return find(type) instanceof StunAttribute.Address a ? a.address() : null;
  }

  public byte @Nullable [] bytes(AttributeType type) {
    return find(type) instanceof StunAttribute.Bytes b ? b.bytes() : null;
  }

  /** Every address of a type, in order. */
  public List<InetSocketAddress> addresses(AttributeType type) {
    List<InetSocketAddress> all = new ArrayList<>();
    for (StunAttribute attribute : attributes) {
      if (attribute instanceof StunAttribute.Address a && a.type() == type) {
        all.add(a.address());
      }
    }
    return all;
  }

  /** The code of an error response, 0 when it carries none. */
  public int errorCode() {
    return find(AttributeType.ERROR_CODE) instanceof StunAttribute.ErrorCode e ? e.code() : 0;
  }

  private @Nullable StunAttribute find(AttributeType type) {
    for (StunAttribute attribute : attributes) {
      if (attribute.type() == type) {
        return attribute;
      }
    }
    return null;
  }
}
