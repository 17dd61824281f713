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
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.openssl.jcajce.JcaMiscPEMGenerator;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObjectGenerator;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * The certificate of pages and API: made by ourselves at the first start (EC P-256, for every name
 * and address of the machine), until the owner brings one.
 *
 * @param chain PEM file
 * @param key PEM file, PKCS#8, readable by its owner only
 */
public record Certificate(Path chain, Path key) {
  private static final Duration VALID = Duration.ofDays(825);

  /**
   * The certificate in this directory, made when there is none.
   *
   * @throws CannotStart when it cannot be made or written
   */
  static Certificate in(DataDirectory home, LocalAddresses addresses) {
    Path directory = home.path().resolve("tls");
    Certificate certificate =
        new Certificate(directory.resolve("certificate.pem"), directory.resolve("key.pem"));
    if (Files.exists(certificate.chain()) && Files.exists(certificate.key())) {
      return certificate;
    }
    try {
      Files.createDirectories(directory);
      certificate.make(addresses);
      return certificate;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new CannotStart(
          "the certificate cannot be made in " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  private void make(LocalAddresses addresses)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    Instant now = Instant.now();
    X500Name name = new X500Name("CN=Belfry");
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            name,
            new BigInteger(127, new SecureRandom()),
            Date.from(now.minus(Duration.ofHours(1))),
            Date.from(now.plus(VALID)),
            name,
            pair.getPublic());
    builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(false));
    builder.addExtension(Extension.subjectAlternativeName, false, names(addresses));
    X509CertificateHolder holder =
        builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate()));
    DataDirectory.writePrivate(key, pem(new JcaPKCS8Generator(pair.getPrivate(), null)));
    DataDirectory.writePrivate(chain, pem(new JcaMiscPEMGenerator(holder)));
  }

  private static GeneralNames names(LocalAddresses addresses) {
    List<GeneralName> names = new ArrayList<>();
    for (String host : addresses.names()) {
      if (!host.startsWith("[")) {
        names.add(
            new GeneralName(isAddress(host) ? GeneralName.iPAddress : GeneralName.dNSName, host));
      }
    }
    return new GeneralNames(names.toArray(GeneralName[]::new));
  }

  private static boolean isAddress(String host) {
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
