package org.belfry.appliance.e2e;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.belfry.media.play.Tone;

/**
 * Somebody who sends a tone to every port where a call may have its sound, each 20 ms, and waits
 * for an answer: a program of its own, for it has to stand in another network.
 */
final class RtpIntruder implements AutoCloseable {
  static final double TONE = 1000;
  private static final int SAMPLES = 160; // 20 ms of G.711
  private static final int HEADER = 12;

  private final Console console;

  /**
   * @param ports the first and the last of the even ones that it sends to
   */
  RtpIntruder(Path home, Seat seat, String target, int firstPort, int lastPort) {
    console =
        new Console(
            home,
            Map.of(),
            seat.inside(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:+UseSerialGC",
                    "-cp",
                    home(RtpIntruder.class) + ":" + home(Tone.class),
                    RtpIntruder.class.getName(),
                    target,
                    Integer.toString(firstPort),
                    Integer.toString(lastPort))));
    console.await("sending", Duration.ofSeconds(20));
  }

  /** Whether anything was sent to it. */
  boolean hasHeardSomething() {
    return console.said().contains("heard");
  }

  @Override
  public void close() {
    console.close();
  }

  private static String home(Class<?> of) {
    try {
      return Path.of(of.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }

  /** The program. */
  public static void main(String[] arguments) throws IOException {
    InetAddress target = InetAddress.ofLiteral(arguments[0]);
    int first = Integer.parseInt(arguments[1]);
    int last = Integer.parseInt(arguments[2]);
    short[] tone = Tone.sine(TONE, 8000, 8000, 0.5);
    try (DatagramSocket socket = new DatagramSocket()) {
      Thread.ofPlatform().daemon().start(() -> listen(socket));
      long next = System.nanoTime();
      for (int sequence = 0; ; sequence++) {
        byte[] packet = packet(tone, sequence);
        for (int port = first; port <= last; port += 2) {
          socket.send(new DatagramPacket(packet, packet.length, target, port));
        }
        if (sequence == 0) {
          System.out.println("sending");
        }
        next += Duration.ofMillis(20).toNanos();
        LockSupport.parkNanos(next - System.nanoTime());
      }
    }
  }

  private static void listen(DatagramSocket socket) {
    DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
    try {
      while (true) {
        packet.setLength(2048);
        socket.receive(packet);
        System.out.println("heard " + packet.getLength() + " bytes of " + packet.getPort());
      }
    } catch (IOException e) {
      System.out.println("heard no more: " + e.getMessage());
    }
  }

  /** RTP of PCMU (RFC 3551 §4.5.14). */
  private static byte[] packet(short[] tone, int sequence) {
    ByteBuffer packet = ByteBuffer.allocate(HEADER + SAMPLES);
    packet.put((byte) 0x80).put((byte) 0).putShort((short) sequence);
    packet.putInt(sequence * SAMPLES).putInt(0x0BADCAFE);
    for (int i = 0; i < SAMPLES; i++) {
      packet.put(muLaw(tone[(sequence * SAMPLES + i) % tone.length]));
    }
    return packet.array();
  }

  private static byte muLaw(int sample) {
    int magnitude = Math.min(Math.abs(sample), 32_635) + 132;
    int exponent = 31 - Integer.numberOfLeadingZeros(magnitude) - 7;
    int mantissa = (magnitude >> (exponent + 3)) & 0x0f;
    int sign = sample < 0 ? 0x80 : 0;
    return (byte) ~(sign | exponent << 4 | mantissa);
  }
}
