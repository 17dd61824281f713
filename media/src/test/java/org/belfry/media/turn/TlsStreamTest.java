package org.belfry.media.turn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.security.NoSuchAlgorithmException;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;

/** What a stranger sends to the TLS port before any handshake. */
class TlsStreamTest {

  /** RFC 8446 §5.2: 2^14 + 256 octets; SSLEngine waits for the rest of up to 2^15 + 320. */
  @Test
  void aRecordThatNoBufferHoldsEndsTheConnection() throws Exception {
    TlsStream stream = stream();
    ByteBuffer plain = ByteBuffer.allocate(20_000);
    ByteBuffer out = ByteBuffer.allocate(20_000);
    ByteBuffer encrypted = stream.encrypted();
    encrypted.put(new byte[] {0x16, 3, 1, 0x7f, 0});
    assertThat(stream.unwrap(plain, out)).isEqualTo(TlsStream.Step.MORE_INPUT);
    encrypted.put(new byte[encrypted.remaining()]);
    assertThatThrownBy(() -> stream.unwrap(plain, out)).isInstanceOf(SSLException.class);
  }

  private static TlsStream stream() throws NoSuchAlgorithmException {
    SSLEngine engine = SSLContext.getDefault().createSSLEngine();
    engine.setUseClientMode(false);
    return new TlsStream(engine);
  }
}
