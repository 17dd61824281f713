package org.belfry.appliance.phones;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LdapServerTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final InetAddress STRANGER = InetAddress.ofLiteral("127.0.0.2");

  @Test
  void aStrangerHasSoManyConnectionsAndPhonesHaveTheirs() throws Exception {
    List<Socket> open = new ArrayList<>();
    try (LdapServer server =
        new LdapServer("secret", List.of(HERE), 0, -1, SSLContext.getDefault())) {
      for (int i = 0; i < LdapServer.OF_A_SOURCE_MAX; i++) {
        open.add(new Socket(HERE, server.port(), STRANGER, 0));
      }
      try (Socket more = new Socket(HERE, server.port(), STRANGER, 0)) {
        assertThat(isClosed(more)).isTrue();
      }
      var options = new LDAPConnectionOptions();
      options.setConnectTimeoutMillis(5000);
      try (LDAPConnection phone = new LDAPConnection(options, "127.0.0.1", server.port())) {
        assertThat(phone.bind(Surroundings.READER, "secret").getResultCode().intValue()).isZero();
      }
    } finally {
      for (Socket each : open) {
        each.close();
      }
    }
  }

  /** Nested filters: each level takes some of the reader's stack. */
  @Test
  void aFilterOfThousandsOfPartsKeepsNoConnection() throws Exception {
    try (LdapServer server =
        new LdapServer("secret", List.of(HERE), 0, -1, SSLContext.getDefault())) {
      for (int i = 0; i < 3; i++) {
        try (Socket stranger = new Socket(HERE, server.port(), STRANGER, 0)) {
          stranger.setSoTimeout(10_000);
          stranger.getOutputStream().write(search(deep(60_000)));
          assertThat(isEnded(stranger)).as("the server closes it").isTrue();
        }
      }
      try (Socket stranger = new Socket(HERE, server.port(), STRANGER, 0)) {
        stranger.getOutputStream().write(search(deep(700))); // the longest that is read
        stranger.setSoTimeout(10_000);
        assertThat(stranger.getInputStream().read()).as("an answer").isEqualTo(0x30);
      }
    }
  }

  /** {@code (!(!(!…)))} of about so many bytes (RFC 4511 §4.5.1). */
  private static byte[] deep(int bytes) {
    byte[] filter = element(0x87, new byte[] {'x'});
    while (filter.length < bytes) {
      filter = element(0xa2, filter);
    }
    return filter;
  }

  private static byte[] search(byte[] filter) {
    byte[] nothing = {0};
    byte[] base = Surroundings.PEOPLE.getBytes(StandardCharsets.US_ASCII);
    byte[] request =
        element(
            0x63,
            element(0x04, base),
            element(0x0a, new byte[] {2}),
            element(0x0a, nothing),
            element(0x02, nothing),
            element(0x02, nothing),
            element(0x01, nothing),
            filter,
            element(0x30));
    return element(0x30, element(0x02, new byte[] {1}), request);
  }

  /** As BER has it (X.690 §8.1). */
  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      value.writeBytes(part);
    }
    int length = value.size();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.write(tag);
    if (length >= 0x80) {
      int bytes = length < 0x100 ? 1 : length < 0x10000 ? 2 : 3;
      all.write(0x80 | bytes);
      for (int i = bytes - 1; i > 0; i--) {
        all.write(length >> (8 * i));
      }
    }
    all.write(length);
    all.writeBytes(value.toByteArray());
    return all.toByteArray();
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try {
      return socket.getInputStream().readAllBytes().length < 1000; // it may say why
    } catch (SocketTimeoutException e) {
      return false;
    }
  }

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }
}
