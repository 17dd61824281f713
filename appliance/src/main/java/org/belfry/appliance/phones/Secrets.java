package org.belfry.appliance.phones;

import java.security.SecureRandom;
import java.util.Base64;

/** Makes what nobody may guess. */
final class Secrets {
  /** Without letters and digits that people mistake for each other. */
  private static final String ALPHABET = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private static final int TOKEN_BYTES = 16;
  private static final int PASSWORD_LENGTH = 12;
  private final SecureRandom random = new SecureRandom();

  /** 128 bits that a URL takes as they are: 22 characters. */
  String token() {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** For a phone's own pages: letters and digits, which every phone takes. */
  String password() {
    StringBuilder password = new StringBuilder(PASSWORD_LENGTH);
    for (int i = 0; i < PASSWORD_LENGTH; i++) {
      password.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
    }
    return password.toString();
  }
}
