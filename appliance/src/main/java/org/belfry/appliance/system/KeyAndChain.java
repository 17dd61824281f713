package org.belfry.appliance.system;

import java.io.IOException;
import java.io.StringReader;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMException;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;

/**
 * A server's private key and its certificates, read and found to belong together.
 *
 * @param chain the server's first, then each one's issuer
 */
public record KeyAndChain(PrivateKey key, List<X509Certificate> chain) {
  private static final int DNS = 2;
  private static final int ADDRESS = 7;

  /** It cannot be used; the message is a phrase about one of the two texts. */
  public static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;
    private final boolean aboutKey;

    Unusable(boolean aboutKey, String phrase) {
      super(phrase);
      this.aboutKey = aboutKey;
    }

    /** {@code key} or {@code chain}. */
    public String field() {
      return aboutKey ? "key" : "chain";
    }

    public String phrase() {
      return String.valueOf(getMessage());
    }
  }

  public KeyAndChain {
    chain = List.copyOf(chain);
  }

  /**
   * Reads both and checks that they can be used now.
   *
   * @throws Unusable saying which of the two is wrong and why
   */
  public static KeyAndChain of(String chainPem, String keyPem, Instant now) throws Unusable {
    List<X509Certificate> chain = certificates(chainPem);
    PrivateKey key = key(keyPem);
    X509Certificate own = chain.getFirst();
    if (!belongTogether(key, own)) {
      throw new Unusable(true, "is not the key of the first certificate");
    }
    if (now.isAfter(own.getNotAfter().toInstant())) {
      throw new Unusable(false, "expired at " + own.getNotAfter().toInstant());
    }
    if (now.isBefore(own.getNotBefore().toInstant())) {
      throw new Unusable(false, "is not valid before " + own.getNotBefore().toInstant());
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw new Unusable(false, "must hold each certificate's issuer right behind it");
      }
    }
    return new KeyAndChain(key, chain);
  }

  /** Host names and addresses that the first certificate is for. */
  public List<String> names() {
    return names(chain.getFirst());
  }

  /** Host names and addresses that a certificate is for. */
  public static List<String> names(X509Certificate certificate) {
    List<String> names = new ArrayList<>();
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      for (List<?> each : all == null ? List.<List<?>>of() : all) {
        if (each.get(0) instanceof Integer type && (type == DNS || type == ADDRESS)) {
          names.add(String.valueOf(each.get(1)));
        }
      }
    } catch (CertificateParsingException e) {
      return List.of(); // it names nobody that could be understood
    }
    return names;
  }

  static List<X509Certificate> certificates(String pem) throws Unusable {
    List<X509Certificate> found = new ArrayList<>();
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object each;
      while ((each = parser.readObject()) != null) {
        if (each instanceof X509CertificateHolder holder) {
          found.add(new JcaX509CertificateConverter().getCertificate(holder));
        }
      }
    } catch (IOException | GeneralSecurityException | RuntimeException e) {
      throw new Unusable(false, "cannot be read as PEM");
    }
    if (found.isEmpty()) {
      throw new Unusable(false, "holds no certificate in PEM form");
    }
    return found;
  }

  private static PrivateKey key(String pem) throws Unusable {
    try (PEMParser parser = new PEMParser(new StringReader(pem))) {
      Object each;
      while ((each = parser.readObject()) != null) {
        switch (each) {
          case PrivateKeyInfo pkcs8 -> {
            return new JcaPEMKeyConverter().getPrivateKey(pkcs8);
          }
          case PEMKeyPair pair -> {
            return new JcaPEMKeyConverter().getPrivateKey(pair.getPrivateKeyInfo());
          }
          case PEMEncryptedKeyPair encrypted ->
              throw new Unusable(true, "is encrypted; a key without a password is needed");
          case PKCS8EncryptedPrivateKeyInfo encrypted ->
              throw new Unusable(true, "is encrypted; a key without a password is needed");
          default -> {} // parameters of a curve, or a certificate in the same file
        }
      }
    } catch (PEMException e) {
      throw new Unusable(true, "is of a kind that is not known here");
    } catch (IOException | RuntimeException e) {
      throw new Unusable(true, "cannot be read as PEM");
    }
    throw new Unusable(true, "holds no private key in PEM form");
  }

  private static boolean belongTogether(PrivateKey key, X509Certificate certificate) {
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = {'b', 'e', 'l', 'f', 'r', 'y'};
    try {
      Signature signing = Signature.getInstance(algorithm);
      signing.initSign(key);
      signing.update(text);
      byte[] signed = signing.sign();
      Signature checking = Signature.getInstance(algorithm);
      checking.initVerify(certificate.getPublicKey());
      checking.update(text);
      return checking.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // of different kinds
    }
  }
}
