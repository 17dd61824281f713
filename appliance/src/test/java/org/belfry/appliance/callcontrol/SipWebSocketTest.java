package org.belfry.appliance.callcontrol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.pbx.sip.transport.TransportProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Frames that no browser sends, on the HTTPS port's WebSocket for SIP. */
@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class SipWebSocketTest {
  private static final byte CLOSES = (byte) 0x88; // RFC 6455 §5.5.1

  /** It goes on after it has been told, and answers nothing. */
  @Test
  void aMessageWithoutEndIsRefusedAtOnceAndItsSenderCutOff(LocalAppliance appliance)
      throws Exception {
    try (Socket socket = opened(appliance.httpsPort())) {
      byte[] fragment = frame(0x00, 60_000);
      socket.getOutputStream().write(frame(0x01, 60_000));
      for (int sent = 0; sent < TransportProperties.DEFAULT.maxMessageBytes(); ) {
        socket.getOutputStream().write(fragment);
        sent += 60_000;
      }
      socket.setSoTimeout(10_000);
      assertThat((byte) socket.getInputStream().read()).isEqualTo(CLOSES);
      assertThat(cutOff(socket, fragment)).isLessThan(Duration.ofSeconds(30));
    }
  }

  private static Duration cutOff(Socket socket, byte[] more) throws InterruptedException {
    Instant began = Instant.now();
    try {
      while (true) {
        socket.getOutputStream().write(more);
        Thread.sleep(200); // a sender that is in no hurry
      }
    } catch (IOException gone) {
      return Duration.between(began, Instant.now());
    }
  }

  private static byte[] frame(int first, int length) {
    byte[] frame = new byte[length + 8];
    frame[0] = (byte) first;
    frame[1] = (byte) 0xFE;
    frame[2] = (byte) (length >> 8);
    frame[3] = (byte) length;
    for (int i = 8; i < frame.length; i++) {
      frame[i] = 'x'; // masked by zeros
    }
    return frame;
  }

  private static Socket opened(int port) throws IOException, GeneralSecurityException {
    SSLContext tls = SSLContext.getInstance("TLS");
    tls.init(null, new TrustManager[] {new Anybody()}, null);
    Socket socket = tls.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    OutputStream out = socket.getOutputStream();
    out.write(
        ("""
        GET /ws HTTP/1.1\r
        Host: 127.0.0.1:%d\r
        Upgrade: websocket\r
        Connection: Upgrade\r
        Sec-WebSocket-Version: 13\r
        Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
        Sec-WebSocket-Protocol: sip\r
        \r
        """
                .formatted(port))
            .getBytes(StandardCharsets.US_ASCII));
    out.flush();
    InputStream in = socket.getInputStream();
    StringBuilder answer = new StringBuilder();
    while (answer.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new SocketException("closed after " + answer);
      }
      answer.append((char) next);
    }
    assertThat(answer.toString()).startsWith("HTTP/1.1 101");
    return socket;
  }

  /** Whoever has the certificate: it is on this machine. */
  private static final class Anybody implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
