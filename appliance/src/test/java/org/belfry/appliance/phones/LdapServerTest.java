package org.belfry.appliance.phones;

import static org.assertj.core.api.Assertions.assertThat;

import com.unboundid.ldap.sdk.LDAPConnection;
import com.unboundid.ldap.sdk.LDAPConnectionOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
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

  private static boolean isClosed(Socket socket) throws IOException {
    socket.setSoTimeout(10_000);
    try {
      return socket.getInputStream().read() < 0;
    } catch (java.net.SocketException reset) {
      return true;
    }
  }
}
