package org.belfry.appliance.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is no SIP, or is SIP with a lie in it, to the running appliance: it goes on, and its log
 * stays quiet.
 */
@Tag("realclients")
class BadInputIT {
  @TempDir static Path shared;
  private static RunningAppliance appliance;

  @BeforeAll
  static void start() {
    appliance = new RunningAppliance(shared.resolve("data"));
  }

  @AfterAll
  static void stop() {
    appliance.close();
  }

  @Test
  void garbageByDatagramIsSwallowed() throws IOException {
    Random random = new Random(1);
    try (DatagramSocket socket = socket()) {
      for (int i = 0; i < 2000; i++) {
        byte[] garbage = new byte[random.nextInt(1400)];
        random.nextBytes(garbage);
        send(socket, garbage);
      }
      byte[] huge = new byte[65_507];
      Arrays.fill(huge, (byte) 'A');
      send(socket, huge);
      send(
          socket,
          ("OPTIONS sip:127.0.0.1 SIP/2.0\r\nVia: " + ",".repeat(60_000))
              .getBytes(StandardCharsets.US_ASCII));
      send(socket, new byte[0]);
      assertAnswersOptions(socket);
    }
    assertLogIsQuiet();
  }

  @Test
  void aRequestWithALieGets400() throws IOException {
    try (DatagramSocket socket = socket()) {
      String options = options(socket.getLocalPort());
      assertThat(exchange(socket, options.replace("Content-Length: 0", "Content-Length: 9999")))
          .startsWith("SIP/2.0 400");
      assertThat(exchange(socket, options.replace("CSeq: 1 OPTIONS", "CSeq: 1 BYE")))
          .startsWith("SIP/2.0 400");
      assertThat(exchange(socket, options.replace("CSeq: 1 OPTIONS", "CSeq: 99999999999 OPTIONS")))
          .startsWith("SIP/2.0 400");
      assertThat(
              exchange(
                  socket,
                  options.replace("From: <sip:a@b.example>;tag=1", "From: \"unclosed <sip:a@b>")))
          .startsWith("SIP/2.0 400");
      assertThat(exchange(socket, options.replace(" SIP/2.0\r\n", " SIP/7.0\r\n")))
          .startsWith("SIP/2.0 505");
      assertAnswersOptions(socket);
    }
    assertLogIsQuiet();
  }

  @Test
  void aConnectionThatSendsGarbageOrNothingHarmsNobody() throws IOException {
    for (String opening :
        new String[] {
          "\0\0\0\0",
          "GET / HTTP/1.1\r\nHost: x\r\n\r\n",
          "OPTIONS sip:x SIP/2.0\r\nX: ",
          "Content-Length: -5\r\n\r\n"
        }) {
      try (Socket socket = new Socket("127.0.0.1", appliance.sipPort())) {
        socket.setSoTimeout(300);
        OutputStream out = socket.getOutputStream();
        out.write(opening.getBytes(StandardCharsets.US_ASCII));
        out.flush();
        try {
          assertThat(socket.getInputStream().read(new byte[100])).isLessThan(100);
        } catch (SocketTimeoutException e) {
          assertThat(e).as("silence is an answer too").isNotNull();
        }
      }
    }
    endlessHeaders();
    try (DatagramSocket socket = socket()) {
      assertAnswersOptions(socket);
    }
    assertLogIsQuiet();
  }

  @Test
  void whoForgesARouteSendsNothingThroughUs() throws IOException {
    try (DatagramSocket socket = socket();
        DatagramSocket victim = socket()) {
      String bye =
          options(socket.getLocalPort())
              .replace("OPTIONS sip:127.0.0.1", "BYE sip:x@127.0.0.1:" + victim.getLocalPort())
              .replace("1 OPTIONS", "1 BYE")
              .replace(
                  "To: <sip:127.0.0.1>",
                  "To: <sip:127.0.0.1>;tag=2\r\nRoute: <sip:0123456789abcdef@127.0.0.1:"
                      + appliance.sipPort()
                      + ";lr>");
      assertThat(exchange(socket, bye)).startsWith("SIP/2.0 481");
      victim.setSoTimeout(300);
      assertThat(receive(victim)).isEmpty();
    }
  }

  private static void endlessHeaders() throws IOException {
    try (Socket socket = new Socket()) {
      // What the kernel holds for us here is not read by the server: the less of it, the better.
      socket.setSendBufferSize(64 * 1024);
      socket.connect(new InetSocketAddress("127.0.0.1", appliance.sipPort()));
      socket.setSoTimeout(5000);
      OutputStream out = socket.getOutputStream();
      out.write("OPTIONS sip:x SIP/2.0\r\n".getBytes(StandardCharsets.US_ASCII));
      byte[] line = ("X-Endless: " + "y".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
      int written = 0;
      try {
        for (int i = 0; i < 10_000; i++) {
          out.write(line);
          written += line.length;
        }
        assertThat(written).as("bytes before the connection was closed").isLessThan(5_000_000);
      } catch (IOException e) {
        assertThat(written).isLessThan(5_000_000); // closed by the server, as it should be
      }
    }
  }

  private static void assertAnswersOptions(DatagramSocket socket) throws IOException {
    while (!receive(socket).isEmpty()) {
      continue; // answers to what went before
    }
    assertThat(exchange(socket, options(socket.getLocalPort()))).startsWith("SIP/2.0 200");
  }

  private static void assertLogIsQuiet() {
    assertThat(appliance.log()).doesNotContain("Exception").doesNotContain(" ERROR ");
  }

  private static String options(int port) {
    return """
    OPTIONS sip:127.0.0.1 SIP/2.0
    Via: SIP/2.0/UDP 127.0.0.1:%d;branch=z9hG4bK%d
    Max-Forwards: 70
    From: <sip:a@b.example>;tag=1
    To: <sip:127.0.0.1>
    Call-ID: %d@bad
    CSeq: 1 OPTIONS
    Content-Length: 0

    """
        .formatted(port, System.nanoTime(), System.nanoTime())
        .replace("\n", "\r\n");
  }

  private static DatagramSocket socket() throws IOException {
    DatagramSocket socket = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
    socket.setSoTimeout(500);
    return socket;
  }

  private static String exchange(DatagramSocket socket, String message) throws IOException {
    send(socket, message.getBytes(StandardCharsets.UTF_8));
    socket.setSoTimeout(5000);
    String answer = receive(socket);
    socket.setSoTimeout(500);
    return answer;
  }

  private static void send(DatagramSocket socket, byte[] bytes) throws IOException {
    socket.send(
        new DatagramPacket(
            bytes, bytes.length, InetAddress.getByName("127.0.0.1"), appliance.sipPort()));
  }

  private static String receive(DatagramSocket socket) throws IOException {
    DatagramPacket packet = new DatagramPacket(new byte[65_535], 65_535);
    try {
      socket.receive(packet);
    } catch (SocketTimeoutException e) {
      return "";
    }
    return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.UTF_8);
  }
}
