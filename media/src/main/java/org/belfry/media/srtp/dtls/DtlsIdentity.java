package org.belfry.media.srtp.dtls;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/**
 * Our key and self-signed certificate (ECDSA on P-256, RFC 8827 §6.5), made when the server starts
 * and shared by all its calls. The other side knows it by its fingerprint alone, so it need not
 * outlive the process.
 */
public final class DtlsIdentity {
  private static final Duration VALID = Duration.ofDays(3650);

  private final PrivateKey key;
  private final byte[] certificate;
  private final Fingerprint fingerprint;

  private DtlsIdentity(PrivateKey key, byte[] certificate) {
    this.key = key;
    this.certificate = certificate;
    this.fingerprint = Fingerprint.of("sha-256", certificate);
  }

  /** Makes one, valid from a day ago for ten years. */
  public static DtlsIdentity make(SecureRandom random, Instant now) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"), random);
      KeyPair pair = generator.generateKeyPair();
      // The name says nothing about the site: browsers show it to nobody, an eavesdropper sees it.
      X500Name name = new X500Name("CN=belfry");
      byte[] certificate =
          new JcaX509v3CertificateBuilder(
                  name,
                  new BigInteger(64, random).setBit(64),
                  date(now.minus(Duration.ofDays(1))),
                  date(now.plus(VALID)),
                  name,
                  pair.getPublic())
              .build(
                  new JcaContentSignerBuilder("SHA256withECDSA")
                      .setSecureRandom(random)
                      .build(pair.getPrivate()))
              .getEncoded();
      return new DtlsIdentity(pair.getPrivate(), certificate);
    } catch (GeneralSecurityException | OperatorCreationException | java.io.IOException e) {
      throw new IllegalStateException("no certificate can be made for DTLS", e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // BouncyCastle's argument
  private static Date date(Instant instant) {
    return Date.from(instant);
  }

  /** The sha-256 fingerprint for our session descriptions. */
  public Fingerprint fingerprint() {
    return fingerprint;
  }

  PrivateKey key() {
    return key;
  }

  byte[] certificate() {
    return certificate;
  }
}
