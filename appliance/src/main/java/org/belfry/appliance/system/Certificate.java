package org.belfry.appliance.system;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
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

  /** Fingerprint of the certificate that ACME brought, as long as none was uploaded after it. */
  private final Path automatic;

  private final Set<String> names;
  private final OwnAuthority authority;

  private Certificate(Path directory, Set<String> names, OwnAuthority authority) {
    this.chain = directory.resolve("certificate.pem");
    this.key = directory.resolve("key.pem");
    this.automatic = directory.resolve("automatic");
    this.names = names;
    this.authority = authority;
  }

  /**
   * The certificate in this directory; made when there is none, and made anew when it is ours and
   * about to expire or not for all names.
   *
   * @param names host names and addresses under which we are reached
   * @throws CannotStart when it cannot be made or used
   */
  public static Certificate in(DataDirectory home, List<String> names) {
    Path directory = home.path().resolve("tls");
    try {
      Files.createDirectories(directory);
      Certificate certificate =
          new Certificate(directory, wanted(names), OwnAuthority.in(directory));
      certificate.prepare();
      return certificate;
    } catch (IOException | GeneralSecurityException | OperatorCreationException e) {
      throw new CannotStart(
          "the certificate cannot be made in " + directory + ": " + e.getMessage() + ".", e);
    }
  }

  private void prepare() throws IOException, GeneralSecurityException, OperatorCreationException {
    if (!Files.exists(chain) || !Files.exists(key)) {
      authority.issue(names, chain, key);
      return;
    }
    try {
      replaceExpired();
      renewOwn(Instant.now());
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

  /** Pages must open for a new one to be installed, so an expired one is put aside. */
  private void replaceExpired()
      throws IOException,
          GeneralSecurityException,
          OperatorCreationException,
          KeyAndChain.Unusable {
    if (!Instant.now().isAfter(shown().getNotAfter().toInstant())) {
      return;
    }
    LOG.warn(
        "The certificate expired on {}: one of our own authority is used, and the expired one kept"
            + " as expired-certificate.pem",
        shown().getNotAfter().toInstant());
    Files.move(
        chain,
        chain.resolveSibling("expired-certificate.pem"),
        StandardCopyOption.REPLACE_EXISTING);
    Files.move(key, key.resolveSibling("expired-key.pem"), StandardCopyOption.REPLACE_EXISTING);
    authority.issue(names, chain, key);
  }

  /**
   * Makes a certificate of our own authority anew when it is about to expire or not for all names;
   * leaves those of others alone.
   *
   * @return whether it was made anew
   */
  public boolean renewOwn(Instant now)
      throws IOException,
          GeneralSecurityException,
          OperatorCreationException,
          KeyAndChain.Unusable {
    X509Certificate own = shown();
    boolean mayReplace = authority.made(own) || isFirstRelease(own);
    Instant soon = now.plus(RENEWED_BEFORE);
    if (!mayReplace || (soon.isBefore(own.getNotAfter().toInstant()) && isFor(own, names))) {
      return false;
    }
    LOG.info("The certificate is made anew, for {}", names);
    authority.issue(names, chain, key);
    return true;
  }

  /** Makes one of our own authority and uses it, whatever was there. */
  public void useOwn() throws IOException, GeneralSecurityException, OperatorCreationException {
    Files.deleteIfExists(automatic);
    authority.issue(names, chain, key);
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

  /** True when our own authority has signed it. */
  public boolean madeHere(X509Certificate other) {
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

  /** The server's certificate as its file has it now, expired or not. */
  public X509Certificate shown() throws KeyAndChain.Unusable, IOException {
    return KeyAndChain.certificates(Files.readString(chain)).getFirst();
  }

  /** Puts others into place; the key first, and each whole. */
  public void replace(String chainPem, String keyPem) throws IOException {
    Files.deleteIfExists(automatic);
    DataDirectory.writePrivate(key, keyPem.getBytes(StandardCharsets.US_ASCII));
    DataDirectory.writePrivate(chain, chainPem.getBytes(StandardCharsets.US_ASCII));
  }

  /** The same with those that ACME brought. */
  public void replaceAutomatic(String chainPem, String keyPem)
      throws IOException, KeyAndChain.Unusable {
    replace(chainPem, keyPem);
    DataDirectory.writePrivate(automatic, fingerprint(shown()).getBytes(StandardCharsets.US_ASCII));
  }

  /** True when ACME brought the certificate that is shown. */
  public boolean isAutomatic(X509Certificate shown) throws IOException {
    return Files.exists(automatic)
        && Files.readString(automatic).strip().equals(fingerprint(shown));
  }

  /**
   * True when ACME brought the certificate that is shown, or the one that expired and ours stands
   * in for.
   */
  public boolean isToBeAutomatic() throws IOException, KeyAndChain.Unusable {
    X509Certificate shown = shown();
    return isAutomatic(shown) || (Files.exists(automatic) && authority.made(shown));
  }

  /** SHA-256 in hexadecimal digits. */
  public static String fingerprint(X509Certificate certificate) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded()));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }
}
