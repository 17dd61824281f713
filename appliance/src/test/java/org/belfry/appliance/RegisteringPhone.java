package org.belfry.appliance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A phone that can only register over UDP with MD5 digest: enough to see that bindings are kept.
 */
public final class RegisteringPhone implements AutoCloseable {
  private static final int PATIENCE_MS = 5000;

  private final DatagramSocket socket;
  private final InetSocketAddress server;
  private final String extension;
  private final String password;
  private int cseq;

  RegisteringPhone(int sipPort, String extension, String password) {
    try {
      this.socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      socket.setSoTimeout(PATIENCE_MS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    this.server = new InetSocketAddress(InetAddress.getLoopbackAddress(), sipPort);
    this.extension = extension;
    this.password = password;
  }

  public String contact() {
    return "sip:" + extension + "@127.0.0.1:" + socket.getLocalPort();
  }

  /** Registers for ten minutes; the final status. */
  public int registers() {
    String challenge = exchange(null);
    if (!challenge.startsWith("SIP/2.0 401")) {
      return status(challenge);
    }
    return status(exchange(authorization(challenge)));
  }

  private String authorization(String challenge) {
    Matcher md5 =
        Pattern.compile("(?im)^WWW-Authenticate: *(Digest .*algorithm=MD5\\b.*)$")
            .matcher(challenge);
    if (!md5.find()) {
      throw new IllegalStateException("no MD5 challenge in:\n" + challenge);
    }
    String realm = parameter(md5.group(1), "realm");
    String nonce = parameter(md5.group(1), "nonce");
    String uri = "sip:127.0.0.1";
    String ha1 = md5(extension + ":" + realm + ":" + password);
    String ha2 = md5("REGISTER:" + uri);
    String response = md5(ha1 + ":" + nonce + ":00000001:c:auth:" + ha2);
    return "Authorization: Digest username=\"%s\", realm=\"%s\", nonce=\"%s\", uri=\"%s\", response=\"%s\", algorithm=MD5, qop=auth, nc=00000001, cnonce=\"c\"\r\n"
        .formatted(extension, realm, nonce, uri, response);
  }

  private String exchange(String authorization) {
    cseq++;
    String message =
        """
        REGISTER sip:127.0.0.1 SIP/2.0
        Via: SIP/2.0/UDP 127.0.0.1:%1$d;branch=z9hG4bK-%2$d-%1$d;rport
        Max-Forwards: 70
        From: <sip:%3$s@127.0.0.1>;tag=t%1$d
        To: <sip:%3$s@127.0.0.1>
        Call-ID: register-%1$d
        CSeq: %2$d REGISTER
        Contact: <%4$s>
        Expires: 600
        """
                .replace("\n", "\r\n")
                .formatted(socket.getLocalPort(), cseq, extension, contact())
            + (authorization == null ? "" : authorization)
            + "Content-Length: 0\r\n\r\n";
    byte[] bytes = message.getBytes(StandardCharsets.UTF_8);
    byte[] answer = new byte[65536];
    DatagramPacket packet = new DatagramPacket(answer, answer.length);
    try {
      socket.send(new DatagramPacket(bytes, bytes.length, server));
      // A NOTIFY of messages may overtake the answer.
      String received;
      do {
        packet.setLength(answer.length);
        socket.receive(packet);
        received = new String(answer, 0, packet.getLength(), StandardCharsets.UTF_8);
      } while (!received.startsWith("SIP/2.0 "));
      return received;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static int status(String answer) {
    return Integer.parseInt(answer.substring(8, 11));
  }

  private static String parameter(String challenge, String name) {
    Matcher m = Pattern.compile(name + "=\"([^\"]*)\"").matcher(challenge);
    if (!m.find()) {
      throw new IllegalStateException("no " + name + " in " + challenge);
    }
    return m.group(1);
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    socket.close();
  }
}
