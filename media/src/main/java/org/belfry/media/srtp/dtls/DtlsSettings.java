package org.belfry.media.srtp.dtls;

import java.time.Duration;
import java.util.List;
import org.belfry.media.srtp.SrtpSuite;

/**
 * Limits of DTLS.
 *
 * @param suites what we offer and choose from, best first; each has a DTLS profile
 * @param timeout how long a handshake may take, from the first datagram, and how long one may wait
 *     for its turn to compute; more than zero
 * @param firstResend when a flight is sent again for the first time; then after twice as long, and
 *     so on. RFC 6347 §4.2.4.1 says a second for all the internet, and less where it is known
 *     better: this path has been probed by ICE or carries voice
 * @param mtu bytes of a datagram that we send at most, 256 to 1500
 * @param handshakes that may compute at once; further ones wait for their turn. What waits for the
 *     network takes no turn
 * @param queue datagrams that may wait for an endpoint; further ones are dropped, and sent again
 */
public record DtlsSettings(
    List<SrtpSuite> suites,
    Duration timeout,
    Duration firstResend,
    int mtu,
    int handshakes,
    int queue) {
  public static final DtlsSettings DEFAULT =
      new DtlsSettings(
          List.of(
              SrtpSuite.AEAD_AES_128_GCM,
              SrtpSuite.AEAD_AES_256_GCM,
              SrtpSuite.AES_CM_128_HMAC_SHA1_80),
          Duration.ofSeconds(10),
          Duration.ofMillis(100),
          1200,
          64,
          32);

  public DtlsSettings {
    suites = List.copyOf(suites);
    if (suites.isEmpty() || suites.stream().anyMatch(s -> s.dtlsProfile() == 0)) {
      throw new IllegalArgumentException("no DTLS-SRTP with " + suites);
    }
    if (!timeout.isPositive() || !firstResend.isPositive()) {
      throw new IllegalArgumentException("a time-out of " + timeout + ", " + firstResend);
    }
    if (mtu < 256 || mtu > 1500 || handshakes < 1 || queue < 4) {
      throw new IllegalArgumentException(
          "an MTU of %d, %d handshakes, a queue of %d".formatted(mtu, handshakes, queue));
    }
  }
}
