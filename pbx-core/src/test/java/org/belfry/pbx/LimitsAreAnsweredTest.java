package org.belfry.pbx;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.anchor.MediaAnchor;
import org.belfry.pbx.app.trunk.CountryPrefixes;
import org.belfry.pbx.call.WaitingSound;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.guard.Guard;
import org.belfry.pbx.guard.GuardProperties;
import org.belfry.pbx.lane.SipServerProperties;
import org.belfry.pbx.presence.Presence;
import org.belfry.pbx.registrar.BindingDelta;
import org.belfry.pbx.registrar.BindingJournal;
import org.belfry.pbx.routing.Numbers;
import org.belfry.pbx.routing.cpl.CplStore;
import org.belfry.pbx.sim.ScriptedDns;
import org.belfry.pbx.sip.locate.Resolver;
import org.belfry.pbx.sip.locate.ResolverLimits;
import org.belfry.pbx.sip.message.GoldenFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The server with its sockets: whoever exceeds a limit, or lies about a length, is told so. */
@Tag("adapter")
@Timeout(60)
@Rfc("3261")
class LimitsAreAnsweredTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private SipServer server;
  private InetSocketAddress sip;

  @BeforeEach
  void start() {
    server =
        new SipServer(
            SipServerProperties.defaults(
                List.of(new InetSocketAddress(HERE, 0)), "belfry", new byte[16]),
            new SipPorts(
                new Forgetful(),
                call -> true,
                MediaAnchor.NONE,
                (source, user, method, reason) -> {},
                new Guard(GuardProperties.DEFAULT, event -> {}),
                new Resolver(
                    new ScriptedDns((delay, task) -> task.run()),
                    InstantSource.system(),
                    ResolverLimits.DEFAULT),
                Presence.defaults(),
                List.of(),
                WaitingSound.NONE,
                CplStore.NONE,
                Numbers.NONE,
                country -> CountryPrefixes.usual("49"),
                (note, callId) -> {}));
    server.start(Directory.of(1, "example.com", Set.of("example.com"), List.of(), List.of()));
    String tcp =
        server.listening().stream()
            .filter(each -> each.startsWith("tcp:"))
            .findFirst()
            .orElseThrow();
    sip = new InetSocketAddress(HERE, Integer.parseInt(tcp.substring(tcp.lastIndexOf(':') + 1)));
  }

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  @Rfc("21.5.7")
  void tooManyHeaderFieldsGet513ByDatagram() throws IOException {
    assertThat(byDatagram(options(fields(300), ""))).startsWith("SIP/2.0 513 ");
    assertThat(byDatagram(options(fields(100), ""))).startsWith("SIP/2.0 200 ");
  }

  @Test
  @Rfc("21.5.7")
  void tooManyHeaderFieldsGet513AndTheConnectionLives() throws IOException {
    try (Socket phone = connected()) {
      phone.getOutputStream().write(options(fields(300), "").getBytes(ISO_8859_1));
      assertThat(answer(phone)).startsWith("SIP/2.0 513 ");
      phone.getOutputStream().write(options("", "").getBytes(ISO_8859_1));
      assertThat(answer(phone)).startsWith("SIP/2.0 200 ");
    }
  }

  @Test
  void aResponseWithTooManyHeaderFieldsLeavesTheConnectionOpen() throws IOException {
    try (Socket phone = connected()) {
      String response =
          options(fields(300), "").replace("OPTIONS sip:example.com SIP/2.0", "SIP/2.0 200 OK");
      phone.getOutputStream().write((response + options("", "")).getBytes(ISO_8859_1));
      assertThat(answer(phone)).startsWith("SIP/2.0 200 ");
    }
  }

  @ParameterizedTest
  @CsvSource({"Via,40", "Via,200", "Route,200", "Record-Route,200"})
  void manyValuesOfAFieldAreAnsweredByDatagramAndConnection(String name, int count)
      throws IOException {
    String value =
        name.equals("Via") ? "SIP/2.0/UDP 192.0.2.1;branch=z9hG4bKx" : "<sip:192.0.2.1;lr>";
    String many = (name + ": " + value + "\r\n").repeat(count);
    String inOneLine = name + ": " + (value + ",").repeat(count - 1) + value + "\r\n";
    for (String fields : List.of(many, inOneLine)) {
      assertThat(byDatagram(options(fields, ""))).startsWith("SIP/2.0 ");
      try (Socket phone = connected()) {
        phone.getOutputStream().write(options(fields, "").getBytes(ISO_8859_1));
        assertThat(answer(phone)).startsWith("SIP/2.0 ");
      }
    }
  }

  @Test
  void aVeryLongLineIsAnsweredByDatagram() throws IOException {
    assertThat(byDatagram(options("X-Long: " + "y".repeat(60_000) + "\r\n", "")))
        .startsWith("SIP/2.0 200 ");
  }

  @Test
  @Rfc("21.5.7")
  void aHeaderAboveTheLimitGets513AndTheConnectionIsClosed() throws IOException {
    try (Socket phone = connected()) {
      phone
          .getOutputStream()
          .write(options("X-Long: " + "y".repeat(40_000) + "\r\n", "").getBytes(ISO_8859_1));
      assertThat(answer(phone)).startsWith("SIP/2.0 513 ");
      assertClosed(phone);
    }
  }

  @Test
  @Rfc("21.4.11")
  void aBodyAboveTheLimitGets413AndTheConnectionIsClosed() throws IOException {
    try (Socket phone = connected()) {
      phone.getOutputStream().write(options("", "x".repeat(300 * 1024)).getBytes(ISO_8859_1));
      assertThat(answer(phone)).startsWith("SIP/2.0 413 ");
      assertClosed(phone);
    }
  }

  @ParameterizedTest
  @CsvSource({"mcl01", "ncl"})
  @Rfc(value = "4475 3.1.2.3", other = true)
  void aLengthThatCannotBeReadGets400AndTheConnectionIsClosed(String name) throws IOException {
    try (Socket phone = connected()) {
      phone.getOutputStream().write(torture(name));
      assertThat(answer(phone)).startsWith("SIP/2.0 400 ");
      assertClosed(phone);
    }
  }

  @Test
  @Rfc(value = "4475 3.1.2.1", other = true)
  void aViaThatCannotBeReadGets400WhereItCameFrom() throws IOException {
    assertThat(byDatagram(new String(torture("badinv01"), ISO_8859_1))).startsWith("SIP/2.0 400 ");
    try (Socket phone = connected()) {
      phone.getOutputStream().write(torture("badinv01"));
      assertThat(answer(phone)).startsWith("SIP/2.0 400 ");
    }
  }

  private static byte[] torture(String name) {
    return GoldenFiles.all("torture", ".dat").get("rfc4475/invalid/" + name + ".dat");
  }

  private static String fields(int count) {
    StringBuilder fields = new StringBuilder();
    for (int i = 0; i < count; i++) {
      fields.append("X-").append(i).append(": y\r\n");
    }
    return fields.toString();
  }

  private static String options(String more, String body) {
    String id = Long.toString(System.nanoTime(), 36);
    return "OPTIONS sip:example.com SIP/2.0\r\n"
        + "Via: SIP/2.0/UDP 127.0.0.1;rport;branch=z9hG4bK"
        + id
        + "\r\n"
        + "Max-Forwards: 70\r\n"
        + "From: <sip:a@b.example>;tag=1\r\n"
        + "To: <sip:example.com>\r\n"
        + "Call-ID: "
        + id
        + "\r\nCSeq: 1 OPTIONS\r\nContent-Length: "
        + body.length()
        + "\r\n"
        + more
        + "\r\n"
        + body;
  }

  private String byDatagram(String request) throws IOException {
    try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
      socket.setSoTimeout(5_000);
      byte[] bytes = request.getBytes(ISO_8859_1);
      socket.send(new DatagramPacket(bytes, bytes.length, sip));
      DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(answer);
      return new String(answer.getData(), 0, answer.getLength(), ISO_8859_1);
    }
  }

  private Socket connected() throws IOException {
    Socket phone = new Socket(sip.getAddress(), sip.getPort());
    phone.setSoTimeout(5_000);
    return phone;
  }

  /** The next message without a body. */
  private static String answer(Socket phone) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (!bytes.toString(ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = phone.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("closed after: " + bytes.toString(ISO_8859_1));
      }
      bytes.write(next);
    }
    return bytes.toString(ISO_8859_1);
  }

  private static void assertClosed(Socket phone) throws IOException {
    try {
      assertThat(phone.getInputStream().read()).isEqualTo(-1);
    } catch (SocketException e) {
      assertThat(e).hasMessageContaining("reset"); // closed with our bytes unread
    }
  }

  /** Keeps nothing over a restart. */
  private static final class Forgetful implements BindingJournal {
    @Override
    public boolean append(List<BindingDelta> deltas) {
      return true;
    }

    @Override
    public List<Stored> restore() {
      return List.of();
    }
  }
}
