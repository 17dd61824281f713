package org.belfry.appliance.certificates;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import org.belfry.appliance.acme.CertificateRequest;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Keeps settings and state of automatic certificates; keys and secrets encrypted. */
final class AcmeStore {
  private static final String SETTINGS = "acme";
  private static final String STATE = "acme.state";
  private static final JsonMapper JSON = new JsonMapper();

  private final Kept kept;
  private final Sealing sealing;
  private final String domain;

  /** Texts by name that outlive a restart. */
  interface Kept {
    Optional<String> get(String name);

    void set(String name, String value);
  }

  /** Encryption of secrets. */
  interface Sealing {
    byte[] seal(String secret);

    String open(byte[] sealed);
  }

  /**
   * @param domain of the site, for which a certificate is proposed
   */
  AcmeStore(Kept kept, Sealing sealing, String domain) {
    this.kept = kept;
    this.sealing = sealing;
    this.domain = domain;
  }

  AcmeSettings settings() {
    return kept.get(SETTINGS)
        .map(text -> JSON.readValue(text, AcmeSettings.class))
        .orElseGet(() -> AcmeSettings.first(domain));
  }

  void set(AcmeSettings changed) {
    kept.set(SETTINGS, JSON.writeValueAsString(changed));
  }

  AcmeState state() {
    return kept.get(STATE)
        .map(text -> JSON.readValue(text, AcmeState.class))
        .orElse(AcmeState.FIRST);
  }

  void set(AcmeState changed) {
    kept.set(STATE, JSON.writeValueAsString(changed));
  }

  byte[] seal(String secret) {
    return sealing.seal(secret);
  }

  String open(byte[] sealed) {
    return sealing.open(sealed);
  }

  /** The key of the account at a directory; made and kept the first time. */
  KeyPair account(String directory, String email) {
    String name = email.isEmpty() ? directory : directory + " " + email;
    AcmeState state = state();
    byte @Nullable [] sealed = state.accounts().get(name);
    if (sealed != null) {
      return pair(open(sealed));
    }
    KeyPair made = CertificateRequest.newKey();
    set(state.withAccount(name, seal(text(made))));
    return made;
  }

  private static String text(KeyPair pair) {
    Base64.Encoder base64 = Base64.getEncoder();
    return base64.encodeToString(pair.getPrivate().getEncoded())
        + " "
        + base64.encodeToString(pair.getPublic().getEncoded());
  }

  private static KeyPair pair(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    int space = text.indexOf(' ');
    Base64.Decoder base64 = Base64.getDecoder();
    try {
      KeyFactory keys = KeyFactory.getInstance("EC");
      return new KeyPair(
          keys.generatePublic(
              new X509EncodedKeySpec(
                  base64.decode(Arrays.copyOfRange(bytes, space + 1, bytes.length)))),
          keys.generatePrivate(
              new PKCS8EncodedKeySpec(base64.decode(Arrays.copyOf(bytes, space)))));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of an ACME account cannot be read", e);
    }
  }
}
