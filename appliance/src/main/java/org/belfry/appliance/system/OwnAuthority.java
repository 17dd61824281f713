package org.belfry.appliance.system;

import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509ExtensionUtils;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * A small certificate authority of this appliance, made at the first start: phones and browsers
 * that are told to believe it believe every certificate the appliance makes for itself.
 */
final class OwnAuthority {
  private static final String CERTIFICATE = "ca.pem";
  private static final String KEY = "ca-key.pem";
  private static final Duration AUTHORITY_VALID = Duration.ofDays(3650);
  private static final Duration SERVER_VALID = Duration.ofDays(825); // browsers take no longer
  private static final Duration EARLIER = Duration.ofHours(1); // for clocks that are behind
  private static final int SERIAL_BITS = 127;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final KeyAndChain own;

  private OwnAuthority(KeyAndChain own) {
    this.own = own;
  }

  /**
   * That of this directory, made when there is none.
   *
   * @throws CannotStart when its files are damaged
   */
  static OwnAuthority in(Path directory)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    Path certificate = directory.resolve(CERTIFICATE);
    Path key = directory.resolve(KEY);
    if (!Files.exists(certificate) || !Files.exists(key)) {
      make(certificate, key);
    }
    try {
      return new OwnAuthority(
          KeyAndChain.of(Files.readString(certificate), Files.readString(key), Instant.now()));
    } catch (KeyAndChain.Unusable e) {
      throw new CannotStart(
          "the certificate authority in "
              + directory
              + " cannot be used: "
              + e.field()
              + " "
              + e.phrase()
              + ".",
          e);
    }
  }

  private static void make(Path certificate, Path key)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = keyPair();
    byte[] mark = new byte[4];
    RANDOM.nextBytes(mark); // so that two appliances' authorities are told apart in lists
    X500Name name = new X500Name("CN=Belfry authority " + HexFormat.of().formatHex(mark));
    JcaX509v3CertificateBuilder builder =
        builder(name, name, pair.getPublic(), AUTHORITY_VALID, Instant.now());
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.subjectKeyIdentifier,
        false,
        identifiers.createSubjectKeyIdentifier(pair.getPublic()));
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(0));
    builder.addExtension(
        Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign));
    X509Certificate made = signed(builder, pair);
    DataDirectory.writePrivate(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    DataDirectory.writePrivate(certificate, pem(new JcaMiscPEMGenerator(made)));
  }

  X509Certificate certificate() {
    return own.chain().getFirst();
  }

  /** True when we have signed it, and so may replace it. */
  boolean made(X509Certificate other) {
    try {
      other.verify(certificate().getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /**
   * Makes a certificate for a server and writes it and its key.
   *
   * @param names host names and addresses
   */
  void issue(Collection<String> names, Path chainFile, Path keyFile)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPair pair = keyPair();
    X500Name issuer = X500Name.getInstance(certificate().getSubjectX500Principal().getEncoded());
    JcaX509v3CertificateBuilder builder =
        builder(issuer, new X500Name("CN=Belfry"), pair.getPublic(), SERVER_VALID, Instant.now());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    JcaX509ExtensionUtils identifiers = new JcaX509ExtensionUtils();
    builder.addExtension(
        Extension.authorityKeyIdentifier,
        false,
        identifiers.createAuthorityKeyIdentifier(certificate()));
    builder.addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature));
    // A server to phones, a client to neighbours that ask for a certificate.
    ASN1Encodable usage =
        new ExtendedKeyUsage(
            new KeyPurposeId[] {KeyPurposeId.id_kp_serverAuth, KeyPurposeId.id_kp_clientAuth});
    builder.addExtension(Extension.extendedKeyUsage, false, usage);
    builder.addExtension(Extension.subjectAlternativeName, false, alternatives(names));
    X509Certificate made = signed(builder, new KeyPair(certificate().getPublicKey(), own.key()));
    byte[] ours = pem(new JcaMiscPEMGenerator(made));
    byte[] authority = pem(new JcaMiscPEMGenerator(certificate()));
    byte[] both = new byte[ours.length + authority.length];
    System.arraycopy(ours, 0, both, 0, ours.length);
    System.arraycopy(authority, 0, both, ours.length, authority.length);
    DataDirectory.writePrivate(keyFile, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    DataDirectory.writePrivate(chainFile, both);
  }

  private static KeyPair keyPair() throws GeneralSecurityException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    return generator.generateKeyPair();
  }

  private static JcaX509v3CertificateBuilder builder(
      X500Name issuer, X500Name subject, PublicKey key, Duration valid, Instant now) {
    return new JcaX509v3CertificateBuilder(
        issuer,
        new BigInteger(SERIAL_BITS, RANDOM),
        Date.from(now.minus(EARLIER)),
        Date.from(now.plus(valid)),
        subject,
        key);
  }

  private static X509Certificate signed(JcaX509v3CertificateBuilder builder, KeyPair by)
      throws GeneralSecurityException, OperatorCreationException {
    return new JcaX509CertificateConverter()
        .getCertificate(
            builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(by.getPrivate())));
  }

  private static GeneralNames alternatives(Collection<String> names) {
    List<GeneralName> all = new ArrayList<>();
    for (String name : names) {
      all.add(new GeneralName(isAddress(name) ? GeneralName.iPAddress : GeneralName.dNSName, name));
    }
    return new GeneralNames(all.toArray(GeneralName[]::new));
  }

  static boolean isAddress(String host) {
    try {
      return InetAddress.ofLiteral(host) != null;
    } catch (IllegalArgumentException e) {
      return false; // a name
    }
  }

  private static byte[] pem(PemObjectGenerator content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(content);
    }
    return text.toString().getBytes(StandardCharsets.US_ASCII);
  }
}
