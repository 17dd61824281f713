package org.belfry.media.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.belfry.media.relay.TransportAddress;
import org.belfry.media.rtp.Packet;
import org.jspecify.annotations.Nullable;

/** A phone with a real socket. */
final class Phone implements AutoCloseable {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int SILENCE_MILLIS = 150;

  private final DatagramSocket socket;
  private final int ssrc;
  private int sequence;

  Phone(InetAddress host, int ssrc) throws IOException {
    this.socket = new DatagramSocket(0, host);
    this.ssrc = ssrc;
  }

  TransportAddress address() {
    return TransportAddress.of(socket.getLocalAddress(), socket.getLocalPort());
  }

  void speaks(TransportAddress to, String text) throws IOException {
    byte[] payload = text.getBytes(StandardCharsets.US_ASCII);
    Packet packet = new Packet();
    packet.beginRtp(0, sequence & 0xffff, sequence * 160, ssrc, payload.length);
    System.arraycopy(payload, 0, packet.bytes(), packet.payloadOffset(), payload.length);
    sequence++;
    byte[] bytes = packet.toBytes();
    socket.send(new DatagramPacket(bytes, bytes.length, to.socketAddress()));
  }

  /** The next RTP packet's payload; null when there is none for a while. */
  @Nullable String hears(boolean expected) throws IOException {
    socket.setSoTimeout(expected ? PATIENCE_MILLIS : SILENCE_MILLIS);
    byte[] buffer = new byte[2048];
    DatagramPacket datagram = new DatagramPacket(buffer, buffer.length);
    try {
      socket.receive(datagram);
    } catch (SocketTimeoutException e) {
      return null;
    }
    return new String(
        Arrays.copyOfRange(buffer, Packet.RTP_HEADER, datagram.getLength()),
        StandardCharsets.US_ASCII);
  }

  @Override
  public void close() {
    socket.close();
  }
}
