package org.belfry.appliance.directory;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.appliance.system.Bootstrap;
import org.springframework.stereotype.Component;

/**
 * Passwords of users and trunks as the database keeps them: AES-256-GCM, a fresh nonce each, under
 * a key beside the database.
 */
@Component
public class PasswordVault {
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;

  private final SecretKeySpec key;
  private final SecureRandom random = new SecureRandom();

  PasswordVault(Bootstrap groundwork) {
    key = new SecretKeySpec(groundwork.data().secret("secret.key"), "AES");
  }

  public byte[] seal(String password) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    byte[] sealed = run(Cipher.ENCRYPT_MODE, nonce, password.getBytes(StandardCharsets.UTF_8));
    byte[] out = Arrays.copyOf(nonce, NONCE + sealed.length);
    System.arraycopy(sealed, 0, out, NONCE, sealed.length);
    return out;
  }

  /**
   * @throws IllegalStateException when it was sealed under another key
   */
  public String open(byte[] sealed) {
    byte[] nonce = Arrays.copyOf(sealed, NONCE);
    return new String(
        run(Cipher.DECRYPT_MODE, nonce, Arrays.copyOfRange(sealed, NONCE, sealed.length)),
        StandardCharsets.UTF_8);
  }

  private byte[] run(int mode, byte[] nonce, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(
          "a SIP password cannot be read with the key in secret.key", e);
    }
  }
}
