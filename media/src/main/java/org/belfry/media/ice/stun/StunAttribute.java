package org.belfry.media.ice.stun;

import java.net.InetSocketAddress;
import java.util.List;

/** One attribute of a message, by the sort of value that it has. Signatures are none of these. */
public sealed interface StunAttribute {
  AttributeType type();

  /** An address and port; whether it goes over the wire XORed is the codec's business. */
  record Address(AttributeType type, InetSocketAddress address) implements StunAttribute {}

  record Text(AttributeType type, String text) implements StunAttribute {}

  /** An unsigned number; those of 64 bits may look negative. */
  record Unsigned(AttributeType type, long number) implements StunAttribute {}

  record Flag(AttributeType type) implements StunAttribute {}

  /** Bytes that belong to whoever made them: never changed. */
  record Bytes(AttributeType type, byte[] bytes) implements StunAttribute {}

  /** ERROR-CODE: 300 to 699, with its reason for people. */
  record ErrorCode(int code, String reason) implements StunAttribute {
    @Override
    public AttributeType type() {
      return AttributeType.ERROR_CODE;
    }
  }

  /** UNKNOWN-ATTRIBUTES of a 420. */
  record UnknownTypes(List<Integer> codes) implements StunAttribute {
    @Override
    public AttributeType type() {
      return AttributeType.UNKNOWN_ATTRIBUTES;
    }
  }
}
