package org.belfry.appliance.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.belfry.pbx.admin.MailAdmin.MailSecurity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Mail servers that want no mail, but our memory or our time. */
@Timeout(60)
class SmtpTest {
  @TempDir private Path data;

  @Test
  void aGreetingWithoutEndIsNotKept() throws IOException {
    for (String piece : new String[] {"a", "220-x\r\n"}) {
      try (Talker server = new Talker("220-", piece.repeat(1000), Duration.ZERO)) {
        assertThatThrownBy(() -> send(server, Duration.ofSeconds(30)))
            .isInstanceOf(MailProblem.class)
            .hasMessageContaining("too much");
        await().until(server::isLeft);
        assertThat(server.said()).isLessThan(8_000_000); // what the sockets hold, included
      }
    }
  }

  @Test
  void aServerThatSpeaksOneByteAtATimeIsLeft() throws IOException {
    try (Talker server = new Talker("220-", "a", Duration.ofMillis(100))) {
      assertThatThrownBy(() -> send(server, Duration.ofSeconds(2)))
          .isInstanceOf(MailProblem.class)
          .hasMessageContaining("within 2 s");
      await().until(server::isLeft);
    }
  }

  private void send(Talker server, Duration patience) throws MailProblem {
    new Smtp(data, patience)
        .send(
            new MailServer(
                "127.0.0.1",
                server.port(),
                "pbx@example.org",
                "",
                "",
                MailSecurity.NONE,
                true,
                true),
            "1",
            Mail.of("bob@example.org", "one", "text"),
            Instant.EPOCH);
  }

  /** Says the same for ever. */
  private static final class Talker implements AutoCloseable {
    private final ServerSocket socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    private final AtomicLong said = new AtomicLong();
    private volatile boolean left;

    Talker(String first, String piece, Duration pause) throws IOException {
      Thread.ofVirtual().start(() -> talk(first, piece, pause));
    }

    private void talk(String first, String piece, Duration pause) {
      byte[] bytes = piece.getBytes(StandardCharsets.US_ASCII);
      try (Socket client = socket.accept()) {
        OutputStream out = client.getOutputStream();
        out.write(first.getBytes(StandardCharsets.US_ASCII));
        while (!socket.isClosed()) {
          out.write(Arrays.copyOf(bytes, bytes.length));
          said.addAndGet(bytes.length);
          Thread.sleep(pause);
        }
      } catch (IOException gone) {
        left = true;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    int port() {
      return socket.getLocalPort();
    }

    long said() {
      return said.get();
    }

    boolean isLeft() {
      return left;
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
