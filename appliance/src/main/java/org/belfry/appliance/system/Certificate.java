package org.belfry.appliance.system;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.bouncycastle.operator.OperatorCreationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate of pages, API and SIP: made by our own authority for every name and address of
 * the machine, and renewed by it, until the owner brings one. Its files may be replaced while we
 * run.
 */
public final class Certificate {
  private static final Logger LOG = LoggerFactory.getLogger(Certificate.class);
  private static final Duration RENEWED_BEFORE = Duration.ofDays(30);

  private final Path chain;
  private final Path key;
  private final OwnAuthority authority;

  private Certificate(Path directory, OwnAuthority authority) {
    this.chain = directory.resolve("certificate.pem");
    this.key = directory.resolve("key.pem");
    this.authority = authority;
  }

  /**
   * The certificate in this directory; made when there is none, and made anew when it is ours and
   * about to expire or not for all names.
   *
   * @param names host names and addresses under which we are reached
   * @throws CannotStart when it cannot be made or used
   */
  static Certificate in(DataDirectory home, List<String> names) {
    Path directory = home.path().resolve("tls");
    try {
      Files.createDirectories(directory);
      Certificate certificate = new Certificate(directory, OwnAuthority.in(directory));
      certificate.prepare(wanted(names));
      return certificate;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new CannotStart(
          "the certificate cannot be made in " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  private void prepare(Set<String> names)
      throws IOException, GeneralSecurityException, OperatorCreationException {
    if (!Files.exists(chain) || !Files.exists(key)) {
      authority.issue(names, chain, key);
      return;
    }
    try {
      X509Certificate own = KeyAndChain.certificates(Files.readString(chain)).getFirst();
      boolean mayReplace = authority.made(own) || isFirstRelease(own);
      Instant soon = Instant.now().plus(RENEWED_BEFORE);
      if (mayReplace && (soon.isAfter(own.getNotAfter().toInstant()) || !isFor(own, names))) {
        LOG.info("The certificate is made anew, for {}", names);
        authority.issue(names, chain, key);
      }
      current();
    } catch (KeyAndChain.Unusable e) {
      throw new CannotStart(
          "the certificate in "
              + chain.getParent()
              + " cannot be used: "
              + (e.field().equals("key") ? key.getFileName() : chain.getFileName())
              + " "
              + e.phrase()
              + ".",
          e);
    }
  }

  /** Before there was an authority, the certificate signed itself. */
  private static boolean isFirstRelease(X509Certificate own) {
    return own.getSubjectX500Principal().getName().equals("CN=Belfry")
        && own.getIssuerX500Principal().equals(own.getSubjectX500Principal());
  }

  private static boolean isFor(X509Certificate own, Set<String> names) {
    Set<String> its = new LinkedHashSet<>();
    KeyAndChain.names(own).forEach(name -> its.add(canonical(name)));
    return names.stream().allMatch(name -> its.contains(canonical(name)));
  }

  private static Set<String> wanted(List<String> names) {
    Set<String> wanted = new LinkedHashSet<>();
    for (String name : names) {
      if (!name.startsWith("[") && !name.isBlank()) {
        wanted.add(canonical(name));
      }
    }
    return wanted;
  }

  private static String canonical(String name) {
    return OwnAuthority.isAddress(name)
        ? InetAddress.ofLiteral(name).getHostAddress()
        : name.toLowerCase(Locale.ROOT);
  }

  /** PEM file. */
  public Path chain() {
    return chain;
  }

  /** PEM file, readable by its owner only. */
  public Path key() {
    return key;
  }

  /** Of our own authority. */
  public X509Certificate authority() {
    return authority.certificate();
  }

  boolean madeHere(X509Certificate other) {
    return authority.made(other);
  }

  /**
   * What the files hold now.
   *
   * @throws KeyAndChain.Unusable when they do not belong together or their time is over
   */
  KeyAndChain current() throws KeyAndChain.Unusable, IOException {
    return KeyAndChain.of(Files.readString(chain), Files.readString(key), Instant.now());
  }

  /** The same for callers that cannot do without. */
  public KeyAndChain keyAndChain() {
    try {
      return current();
    } catch (KeyAndChain.Unusable | IOException e) {
      throw new IllegalStateException("the certificate in " + chain + " cannot be used", e);
    }
  }

  /** Puts others into place; the key first, and each whole. */
  void replace(String chainPem, String keyPem) throws IOException {
    DataDirectory.writePrivate(key, keyPem.getBytes(StandardCharsets.US_ASCII));
    DataDirectory.writePrivate(chain, chainPem.getBytes(StandardCharsets.US_ASCII));
  }
}
