package org.belfry.media.ice.ice4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.belfry.media.ice.stun.AttributeType;
import org.belfry.media.ice.stun.IntegrityKey;
import org.belfry.media.ice.stun.Method;
import org.belfry.media.ice.stun.ReceivedStun;
import org.belfry.media.ice.stun.StunAttribute;
import org.belfry.media.ice.stun.StunClass;
import org.belfry.media.ice.stun.StunFault;
import org.belfry.media.ice.stun.StunMessage;
import org.belfry.media.ice.stun.TransactionId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** RFC 8489 §5, §14; the vectors are those of RFC 5769. */
class StunCodecTest {
  private static final IntegrityKey PASSWORD = IntegrityKey.shortTerm("VOkJxbRl1RmTxUk/WvJxBt");
  private static final String ID = "2112a442 b7e7a701bc34d686fa87dfae";

  /** RFC 5769 §2.1. */
  private static final String REQUEST =
      "00010058"
          + ID
          + "80220010 5354554e207465737420636c69656e74"
          + "00240004 6e0001ff"
          + "80290008 932ff9b151263b36"
          + "00060009 6576746a3a68367659 202020"
          + "00080014 9aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2"
          + "80280004 e57a3bcf";

  /** RFC 5769 §2.2, §2.3. */
  private static final String SUCCESS_V4 =
      "0101003c"
          + ID
          + "8022000b 7465737420766563746f72 20"
          + "00200008 0001a147e112a643"
          + "00080014 2b91f599fd9e90c38c7489f92af9ba53f06be7d7"
          + "80280004 c07d4c96";

  private static final String SUCCESS_V6 =
      "01010048"
          + ID
          + "8022000b 7465737420766563746f72 20"
          + "00200014 0002a1470113a9faa5d3f179bc25f4b5bed2b9d9"
          + "00080014 a382954e4be67bf11784c97c8292c275bfe3ed41"
          + "80280004 c8fb0b4c";

  /** RFC 5769 §2.4. */
  private static final String LONG_TERM =
      "00010060 2112a442 78ad3433c6ad72c029da412e"
          + "00060012 e3839ee38388e383aae38383e382afe382b9 0000"
          + "0015001c 662f2f3439396b39353464364f4c33346f4c394653547679363473 41"
          + "0014000b 6578616d706c652e6f7267 00"
          + "00080014 f67024656dd64a3e02b8e0712e85c9a28ca89666";

  @Test
  void theRequestOfTheVectorsIsRead() {
    ReceivedStun stun = read(REQUEST);
    StunMessage message = stun.message();
    assertThat(message.method()).isEqualTo(Method.BINDING);
    assertThat(message.stunClass()).isEqualTo(StunClass.REQUEST);
    assertThat(message.text(AttributeType.USERNAME)).isEqualTo("evtj:h6vY");
    assertThat(message.number(AttributeType.PRIORITY, 0)).isEqualTo(0x6e0001ffL);
    assertThat(message.number(AttributeType.ICE_CONTROLLED, 0)).isEqualTo(0x932ff9b151263b36L);
    assertThat(message.text(AttributeType.SOFTWARE)).isEqualTo("STUN test client");
    assertThat(stun.isSignedBy(PASSWORD)).isTrue();
    assertThat(stun.isSignedBy(IntegrityKey.shortTerm("VOkJxbRl1RmTxUk/WvJxBT"))).isFalse();
    assertThat(stun.fingerprinted()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({"192.0.2.1", "2001:db8:1234:5678:11:2233:4455:6677"})
  void theResponsesOfTheVectorsAreRead(String address) {
    ReceivedStun stun = read(address.contains(":") ? SUCCESS_V6 : SUCCESS_V4);
    assertThat(stun.message().stunClass()).isEqualTo(StunClass.SUCCESS);
    assertThat(stun.message().address(AttributeType.XOR_MAPPED_ADDRESS))
        .isEqualTo(new InetSocketAddress(InetAddress.ofLiteral(address), 32853));
    assertThat(stun.isSignedBy(PASSWORD)).isTrue();
  }

  @Test
  void longTermCredentialsOfTheVectorsAreGood() {
    ReceivedStun stun = read(LONG_TERM);
    String user = stun.message().text(AttributeType.USERNAME);
    assertThat(user).isEqualTo("マトリックス");
    assertThat(stun.isSignedBy(IntegrityKey.longTerm(user, "example.org", "TheMatrIX"))).isTrue();
    assertThat(stun.fingerprinted()).isFalse();
  }

  @Test
  void whatIsWrittenIsRead() {
    TransactionId id = TransactionId.next(new Random(1));
    StunMessage message =
        new StunMessage(
            Method.ALLOCATE,
            StunClass.REQUEST,
            id,
            List.of(
                new StunAttribute.Text(AttributeType.USERNAME, "müller"),
                new StunAttribute.Text(AttributeType.REALM, "example.org"),
                new StunAttribute.Text(AttributeType.NONCE, "abcdefg"),
                new StunAttribute.Unsigned(AttributeType.LIFETIME, 0xfffffffeL),
                new StunAttribute.Unsigned(AttributeType.CHANNEL_NUMBER, 0x4fff),
                new StunAttribute.Unsigned(AttributeType.REQUESTED_TRANSPORT, 17),
                new StunAttribute.Unsigned(AttributeType.REQUESTED_ADDRESS_FAMILY, 2),
                new StunAttribute.Unsigned(AttributeType.EVEN_PORT, 0x80),
                new StunAttribute.Unsigned(AttributeType.ICE_CONTROLLING, -5),
                new StunAttribute.Flag(AttributeType.DONT_FRAGMENT),
                new StunAttribute.Flag(AttributeType.USE_CANDIDATE),
                address(AttributeType.XOR_PEER_ADDRESS, "192.0.2.1", 1),
                address(AttributeType.XOR_PEER_ADDRESS, "2001:db8::1", 65535),
                address(AttributeType.XOR_RELAYED_ADDRESS, "192.0.2.3", 40000),
                address(AttributeType.MAPPED_ADDRESS, "192.0.2.4", 4),
                new StunAttribute.ErrorCode(487, "Role Conflict"),
                new StunAttribute.UnknownTypes(List.of(1, 2))));
    ReceivedStun stun = (ReceivedStun) StunCodec.read(StunCodec.write(message, PASSWORD));
    assertThat(stun.message()).isEqualTo(message);
    assertThat(stun.isSignedBy(PASSWORD)).isTrue();
    assertThat(stun.message().addresses(AttributeType.XOR_PEER_ADDRESS)).hasSize(2);
    byte[] token = {1, 2, 3, 4, 5, 6, 7, 8};
    StunMessage reserved =
        message.success().with(new StunAttribute.Bytes(AttributeType.RESERVATION_TOKEN, token));
    StunMessage back = ((ReceivedStun) StunCodec.read(StunCodec.write(reserved, null))).message();
    assertThat(back.bytes(AttributeType.RESERVATION_TOKEN)).isEqualTo(token);
  }

  private static StunAttribute address(AttributeType type, String address, int port) {
    return new StunAttribute.Address(
        type, new InetSocketAddress(InetAddress.ofLiteral(address), port));
  }

  @ParameterizedTest
  @EnumSource(StunCodec.Signature.class)
  void bothSignaturesHoldAndBreak(StunCodec.Signature signature) {
    StunMessage message =
        StunMessage.request(Method.REFRESH, new TransactionId(1, 2))
            .with(AttributeType.LIFETIME, 600);
    byte[] bytes = StunCodec.write(message, PASSWORD, signature, false);
    assertThat(((ReceivedStun) StunCodec.read(bytes)).isSignedBy(PASSWORD)).isTrue();
    for (int i = 8; i < bytes.length; i++) {
      byte[] damaged = bytes.clone();
      damaged[i] ^= 1;
      if (StunCodec.read(damaged) instanceof ReceivedStun stun) {
        assertThat(stun.isSignedBy(PASSWORD)).as("byte %d", i).isFalse();
      }
    }
  }

  /** RFC 8489 §14.5: nobody vouches for what stands behind the signature. */
  @Test
  void attributesBehindTheSignatureAreIgnored() {
    byte[] bytes =
        StunCodec.write(
            StunMessage.request(Method.BINDING, new TransactionId(1, 2)),
            PASSWORD,
            StunCodec.Signature.SHA1,
            false);
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 4);
    longer[3] += 4;
    longer[bytes.length + 1] = 0x25; // USE-CANDIDATE
    ReceivedStun stun = (ReceivedStun) StunCodec.read(longer);
    assertThat(stun.message().has(AttributeType.USE_CANDIDATE)).isFalse();
    assertThat(stun.isSignedBy(PASSWORD)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "'', LENGTH",
    "00010000, LENGTH",
    "00010004 2112a442 000000000000000000000000, LENGTH",
    "00010001 2112a442 000000000000000000000000 00, LENGTH",
    "00010000 2112a443 000000000000000000000000, NOT_STUN",
    "80010000 2112a442 000000000000000000000000, NOT_STUN",
    "0002 0000 2112a442 000000000000000000000000, METHOD",
    "00010004 2112a442 000000000000000000000000 0006ffff, ATTRIBUTE",
    "00010004 2112a442 000000000000000000000000 00060001, ATTRIBUTE",
    "00010008 2112a442 000000000000000000000000 0024000300000000, ATTRIBUTE",
    "0001000c 2112a442 000000000000000000000000 002000080002000000000000, ATTRIBUTE",
    "0001000c 2112a442 000000000000000000000000 002000080003000000000000, ATTRIBUTE",
    "00010008 2112a442 000000000000000000000000 8028000400000000, FINGERPRINT",
    "01110008 2112a442 000000000000000000000000 000900040000ffff, ATTRIBUTE"
  })
  void whatIsNoMessageHasAFault(String hex, StunFault fault) {
    assertThat(StunCodec.read(bytes(hex))).isEqualTo(fault);
  }

  @Test
  void seventyAttributesAreTooMany() {
    byte[] bytes = Arrays.copyOf(bytes("00010118 2112a442 000000000000000000000000"), 300);
    for (int at = 20; at < 300; at += 4) {
      bytes[at] = (byte) 0x80;
      bytes[at + 1] = 0x77;
    }
    assertThat(StunCodec.read(bytes)).isEqualTo(StunFault.TOO_MANY);
  }

  @Test
  void damageNeverThrows() {
    Random random = new Random(5);
    byte[][] samples = {
      bytes(REQUEST),
      bytes(SUCCESS_V4),
      bytes(SUCCESS_V6),
      bytes(LONG_TERM),
      StunCodec.write(
          StunMessage.request(Method.ALLOCATE, new TransactionId(1, 2))
              .error(420, "Unknown Attribute")
              .with(new StunAttribute.UnknownTypes(List.of(1, 2, 3))),
          null,
          StunCodec.Signature.SHA1,
          false)
    };
    int read = 0;
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = samples[random.nextInt(samples.length)].clone();
      for (int k = random.nextInt(6); k >= 0; k--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
      }
      if (StunCodec.read(bytes) instanceof ReceivedStun stun) {
        stun.isSignedBy(PASSWORD);
        read++;
      }
    }
    assertThat(read).isPositive();
  }

  private static ReceivedStun read(String hex) {
    return (ReceivedStun) StunCodec.read(bytes(hex));
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }
}
