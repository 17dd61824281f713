package org.belfry.appliance.mail;

import com.icegreen.greenmail.util.GreenMail;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/** A mail server that answers RCPT as it is told, and keeps what it takes. */
final class ScriptedServer implements AutoCloseable {
  private final ServerSocket socket;
  final List<String> taken = new CopyOnWriteArrayList<>();
  volatile String recipientAnswer = "250 fine";

  /** At a recipient with this in the address it hangs up. */
  volatile String hangsUpAt = "\0";

  /** Whether it can be encrypted after the greeting (RFC 3207). */
  volatile boolean startTls;

  /** Whether the mails came encrypted. */
  volatile boolean encrypted;

  ScriptedServer() {
    try {
      socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::serve);
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException e) {
        // The client or the test has gone.
      }
    }
  }

  private void talk(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    if (!(client instanceof SSLSocket)) {
      say(client, "220 scripted");
    }
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String verb = line.length() < 4 ? line : line.substring(0, 4).toUpperCase();
      switch (verb) {
        case "EHLO" -> say(client, startTls ? "250-scripted\r\n250 STARTTLS" : "250 scripted");
        case "STAR" -> {
          say(client, "220 go on");
          talk(encrypted(client));
          return;
        }
        case "RCPT" -> {
          if (line.contains(hangsUpAt)) {
            return;
          }
          say(client, recipientAnswer);
        }
        case "DATA" -> {
          say(client, "354 go on");
          StringBuilder mail = new StringBuilder();
          for (String each = in.readLine(); !".".equals(each); each = in.readLine()) {
            mail.append(each).append('\n');
          }
          taken.add(mail.toString());
          encrypted = client instanceof SSLSocket;
          say(client, "250 taken");
        }
        case "QUIT" -> {
          say(client, "221 bye");
          return;
        }
        default -> say(client, "250 fine");
      }
    }
  }

  /** By a certificate of GreenMail's, which nobody vouches for. */
  private static Socket encrypted(Socket plain) throws IOException {
    try (var file = GreenMail.class.getResourceAsStream("/greenmail.p12")) {
      KeyStore keys = KeyStore.getInstance("PKCS12");
      char[] password = "changeit".toCharArray();
      keys.load(file, password);
      KeyManagerFactory managers =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      managers.init(keys, password);
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(managers.getKeyManagers(), null, null);
      SSLSocket socket =
          (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
      socket.setUseClientMode(false);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  private static void say(Socket client, String line) throws IOException {
    client.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
