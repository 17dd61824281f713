package org.belfry.pbx.sip.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import org.belfry.pbx.Rfc;
import org.belfry.pbx.sip.Transport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
@Rfc("5389")
class StunTest {
  /** RFC 5769 §2.2 and §2.3: the addresses that sample responses carry. */
  private static final String ID = "b7e7a701bc34d686fa87dfae";

  private static final byte[] REQUEST = hex("000100002112a442" + ID);

  @Test
  @Rfc("15.2")
  void theMappedAddressIsThatOfTheTestVectors() {
    byte[] v4 =
        Stun.answer(REQUEST, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853));
    assertThat(v4).isEqualTo(hex("0101000c2112a442" + ID + "002000080001a147e112a643"));
    byte[] v6 =
        Stun.answer(
            REQUEST,
            new InetSocketAddress(
                InetAddress.ofLiteral("2001:db8:1234:5678:11:2233:4455:6677"), 32853));
    assertThat(v6)
        .isEqualTo(
            hex("010100182112a442" + ID + "002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9"));
  }

  @Test
  @Rfc("15.5")
  void aFingerprintIsCheckedAndGivenBack() {
    // RFC 5769 §2.1, without the attributes that only ICE knows.
    byte[] plain = hex("000100082112a442" + ID);
    byte[] request = withFingerprint(plain);
    InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 32853);
    byte[] answer = Stun.answer(request, from);
    assertThat(answer).hasSize(Stun.HEADER + 12 + 8);
    assertThat(withFingerprint(Arrays.copyOf(answer, answer.length - 8))).isEqualTo(answer);
    request[request.length - 1] ^= 1;
    assertThat(Stun.answer(request, from)).isNull();
  }

  @Test
  @Rfc("7.3.1")
  void whatMustBeUnderstoodAndIsNotIsNamed() {
    byte[] request = hex("000100082112a442" + ID + "0003000400000002"); // CHANGE-REQUEST
    byte[] answer =
        Stun.answer(request, new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1));
    ByteBuffer out = ByteBuffer.wrap(answer);
    assertThat(out.getShort(0)).isEqualTo((short) 0x0111);
    assertThat(out.getShort(2)).isEqualTo((short) (answer.length - Stun.HEADER));
    assertThat(HexFormat.of().formatHex(answer)).contains("00000414").endsWith("000a000200030000");
  }

  @Test
  void whatIsNoGoodBindingRequestIsNotAnswered() {
    InetSocketAddress from = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.1"), 1);
    for (String bad :
        new String[] {
          "01010000" + "2112a442" + ID, // a response
          "00110000" + "2112a442" + ID, // an indication
          "00010004" + "2112a442" + ID, // longer than it is
          "00010004" + "2112a442" + ID + "00060010", // an attribute longer than it is
          "00010000" + "2112a443" + ID // another cookie
        }) {
      assertThat(Stun.answer(hex(bad), from)).as(bad).isNull();
    }
  }

  @Test
  @Rfc(value = "5626 8", other = true)
  void theSipPortAnswersOverUdp() throws IOException {
    try (World world = World.onLoopback();
        DatagramSocket phone = new DatagramSocket(0, World.V4)) {
      phone.setSoTimeout(10_000);
      phone.send(new DatagramPacket(REQUEST, REQUEST.length, world.address(Transport.UDP)));
      DatagramPacket answer = new DatagramPacket(new byte[100], 100);
      phone.receive(answer);
      assertThat(Arrays.copyOf(answer.getData(), answer.getLength()))
          .isEqualTo(Stun.answer(REQUEST, (InetSocketAddress) phone.getLocalSocketAddress()));
      assertThat(world.counted("stun")).isEqualTo(1);
      assertThat(world.mailbag.received).isEmpty();
    }
  }

  @Test
  void theSipPortAnswersOverTcpBetweenMessages() throws IOException {
    try (World world = World.onLoopback();
        Socket phone = new Socket(World.V4, world.address(Transport.TCP).getPort())) {
      phone.setSoTimeout(10_000);
      phone.setTcpNoDelay(true);
      phone.getOutputStream().write(World.options("before", 3));
      for (byte b : REQUEST) {
        phone.getOutputStream().write(b);
      }
      byte[] expected = Stun.answer(REQUEST, (InetSocketAddress) phone.getLocalSocketAddress());
      assertThat(phone.getInputStream().readNBytes(expected.length)).isEqualTo(expected);
      phone.getOutputStream().write(World.options("after", 0));
      world.mailbag.await(() -> world.mailbag.count.get() == 2, "two messages");
    }
  }

  private static byte[] withFingerprint(byte[] packet) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(packet);
    return ByteBuffer.allocate(packet.length + 8)
        .put(packet)
        .putInt(0x80280004)
        .putInt((int) crc.getValue() ^ 0x5354554E)
        .array();
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
