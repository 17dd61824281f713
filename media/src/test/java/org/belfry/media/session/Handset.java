package org.belfry.media.session;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.media.rtp.Packet;
import org.belfry.media.rtp.Protection;
import org.belfry.media.rtp.Verdict;
import org.jspecify.annotations.Nullable;

/** A phone with a real socket, whose descriptions are written by hand. */
final class Handset implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile("m=\\w+ (\\d+) ");

  final DatagramSocket socket;
  private final int ssrc;
  private int sequence;
  private int version;
  private int payloadType;
  Protection protection = Protection.NONE;
  int port; // of the server, that we speak to

  Handset(int ssrc, int payloadType) throws IOException {
    this(new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1")), ssrc, payloadType);
  }

  private Handset(DatagramSocket socket, int ssrc, int payloadType) {
    this.socket = socket;
    this.ssrc = ssrc;
    this.payloadType = payloadType;
  }

  /** Another stream of the same phone, by the same socket and keys, to the same port. */
  Handset alsoHas(int otherSsrc, int type) {
    Handset other = new Handset(socket, otherSsrc, type);
    other.port = port;
    other.protection = protection;
    return other;
  }

  /** An audio line, and more lines below it. */
  String sdp(String... more) {
    return sdpBy("RTP/AVP", Integer.toString(payloadType), more);
  }

  String sdpBy(String protocol, String formats, String... more) {
    return head()
        + "m=audio "
        + socket.getLocalPort()
        + " "
        + protocol
        + " "
        + formats
        + "\r\n"
        + lines(more);
  }

  String head() {
    return "v=0\r\no=- "
        + ssrc
        + " "
        + ++version
        + " IN IP4 127.0.0.1\r\ns=-\r\n"
        + "c=IN IP4 127.0.0.1\r\nt=0 0\r\n";
  }

  static String lines(String... lines) {
    return lines.length == 0 ? "" : String.join("\r\n", lines) + "\r\n";
  }

  /** Learns where to speak to. */
  void told(String description) {
    told(description, 0);
  }

  void told(String description, int line) {
    port = port(description, line);
  }

  static int port(String description, int line) {
    Matcher matcher = PORT.matcher(description);
    for (int i = 0; i <= line; i++) {
      if (!matcher.find()) {
        throw new AssertionError("no m-line " + line + " in\n" + description);
      }
    }
    return Integer.parseInt(matcher.group(1));
  }

  void speaksIn(int type) {
    payloadType = type;
  }

  void says(String text) throws IOException {
    says(text.getBytes(StandardCharsets.US_ASCII));
  }

  void says(byte[] payload) throws IOException {
    Packet packet = new Packet();
    packet.beginRtp(payloadType, sequence & 0xffff, sequence * 160, ssrc, payload.length);
    System.arraycopy(payload, 0, packet.bytes(), packet.payloadOffset(), payload.length);
    sequence++;
    Verdict verdict = protection.protect(packet);
    if (verdict != Verdict.PASS) {
      throw new AssertionError(verdict);
    }
    sends(packet.toBytes());
  }

  void jumps(int packets) {
    sequence += packets;
  }

  void sends(byte[] bytes) throws IOException {
    socket.send(new DatagramPacket(bytes, bytes.length, new InetSocketAddress("127.0.0.1", port)));
  }

  /** The next datagram as it is, or null. */
  byte @Nullable [] gets(int millis) throws IOException {
    socket.setSoTimeout(millis);
    byte[] buffer = new byte[2048];
    DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
    try {
      socket.receive(datagram);
    } catch (SocketTimeoutException e) {
      return null;
    }
    return Arrays.copyOf(buffer, datagram.getLength());
  }

  /** The next RTP packet in the clear, or null; what cannot be decrypted is passed over. */
  @Nullable Packet hears(int millis) throws IOException {
    for (byte[] bytes = gets(millis); bytes != null; bytes = gets(millis)) {
      Packet packet = new Packet();
      packet.copyFrom(bytes, 0, bytes.length);
      if (packet.kind() == Packet.Kind.RTP && protection.unprotect(packet) == Verdict.PASS) {
        return packet;
      }
    }
    return null;
  }

  static String text(Packet packet) {
    return new String(
        packet.bytes(), packet.payloadOffset(), packet.payloadLength(), StandardCharsets.US_ASCII);
  }

  /** Says it until the other hears it. */
  Packet isHeardBy(Handset other, String text) throws IOException {
    for (int i = 0; i < 100; i++) {
      says(text);
      for (Packet heard = other.hears(40); heard != null; heard = other.hears(1)) {
        if (text(heard).equals(text)) {
          return heard;
        }
      }
    }
    throw new AssertionError(text + " was never heard");
  }

  @Override
  public void close() {
    socket.close();
  }
}
