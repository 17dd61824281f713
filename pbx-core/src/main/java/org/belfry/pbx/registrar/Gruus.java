package org.belfry.pbx.registrar;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.belfry.pbx.sip.Aor;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/**
 * Globally routable user agent URIs (RFC 5627): URIs that mean one device of a user, whoever asks
 * and wherever the device is at the moment.
 *
 * <p>A public GRUU is the AOR with the instance. A temporary one hides both: its user part is the
 * encrypted AOR, instance and registration, so that it is valid as long as the registration's
 * Call-ID stays the same (§3.1.2) and no table has to be kept. The IV is a MAC over what is
 * encrypted, so a made-up or changed one is found out.
 *
 * <p>One instance belongs to one lane.
 */
public final class Gruus {
  private static final HexFormat HEX = HexFormat.of();
  private static final String TEMPORARY = "gr-";
  private static final int IV = 16;
  private static final int DIGEST = 8;

  private final Mac mac;
  private final SecretKeySpec key;

  /**
   * @param secret shared by all lanes, 16 bytes or more; kept over restarts
   */
  public Gruus(byte[] secret) {
    try {
      mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret, "HmacSHA256"));
      byte[] derived = mac.doFinal("temporary GRUU".getBytes(StandardCharsets.US_ASCII));
      key = new SecretKeySpec(derived, 0, 16, "AES");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no HmacSHA256", e);
    }
  }

  /**
   * What a GRUU of ours means.
   *
   * @param user of the AOR
   */
  public record Meaning(String user, @Nullable String instance, byte[] mark) {

    /** True when it means this binding. */
    public boolean covers(Binding binding) {
      String own = binding.instance();
      if (own == null) {
        return false;
      }
      return instance != null
          ? instance.equalsIgnoreCase(bare(own))
          : Arrays.equals(mark, markOf(own, binding.callId()));
    }
  }

  /** True for a URI that claims to be a GRUU (§5.1). */
  public static boolean isGruu(SipUri uri) {
    return uri.isSip() && uri.params().containsKey("gr");
  }

  /** What a GRUU of our domain means, or null when it is none of ours. */
  public @Nullable Meaning read(SipUri uri) {
    String user = uri.user();
    String instance = uri.params().get("gr");
    if (user == null || instance == null) {
      return null;
    }
    if (!instance.isEmpty()) {
      return new Meaning(user, instance, new byte[0]);
    }
    return user.startsWith(TEMPORARY) ? decrypt(user.substring(TEMPORARY.length())) : null;
  }

  String publicGruu(Aor aor, Binding binding) {
    return "sip:" + aor.user() + "@" + aor.domain() + ";gr=" + escaped(bare(instance(binding)));
  }

  /** A new one for each refresh (§3.1.2); all of one registration stay valid with it. */
  String temporaryGruu(Aor aor, Binding binding) {
    byte[] user = aor.user().getBytes(StandardCharsets.UTF_8);
    byte[] plain =
        ByteBuffer.allocate(2 * DIGEST + user.length)
            .putLong(binding.cseq() ^ binding.registeredAt().toEpochMilli() << 20)
            .put(markOf(instance(binding), binding.callId()))
            .put(user)
            .array();
    byte[] iv = Arrays.copyOf(mac.doFinal(plain), IV);
    byte[] hidden = crypt(Cipher.ENCRYPT_MODE, iv, plain);
    return "sip:"
        + TEMPORARY
        + HEX.formatHex(iv)
        + HEX.formatHex(hidden)
        + "@"
        + aor.domain()
        + ";gr";
  }

  private @Nullable Meaning decrypt(String text) {
    if (text.length() < 2 * (IV + 2 * DIGEST + 1) || text.length() > 512) {
      return null;
    }
    byte[] all;
    try {
      all = HEX.parseHex(text);
    } catch (IllegalArgumentException e) {
      return null; // somebody's idea of a GRUU
    }
    byte[] iv = Arrays.copyOf(all, IV);
    byte[] plain = crypt(Cipher.DECRYPT_MODE, iv, Arrays.copyOfRange(all, IV, all.length));
    if (!MessageDigest.isEqual(Arrays.copyOf(mac.doFinal(plain), IV), iv)) {
      return null;
    }
    String user = new String(plain, 2 * DIGEST, plain.length - 2 * DIGEST, StandardCharsets.UTF_8);
    return new Meaning(user, null, Arrays.copyOfRange(plain, DIGEST, 2 * DIGEST));
  }

  private byte[] crypt(int mode, byte[] iv, byte[] text) {
    try {
      Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
      cipher.init(mode, key, new IvParameterSpec(iv));
      return cipher.doFinal(text);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java cannot do AES in counter mode", e);
    }
  }

  private static byte[] markOf(String instance, String callId) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(instance.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return Arrays.copyOf(digest.digest(callId.getBytes(StandardCharsets.UTF_8)), DIGEST);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }

  private static String instance(Binding binding) {
    String instance = binding.instance();
    if (instance == null) {
      throw new IllegalArgumentException("a binding without an instance has no GRUU");
    }
    return instance;
  }

  /** {@code urn:uuid:…} without the angle brackets that +sip.instance has. */
  private static String bare(String instance) {
    return instance.length() > 2 && instance.startsWith("<") && instance.endsWith(">")
        ? instance.substring(1, instance.length() - 1)
        : instance;
  }

  /** As a URI parameter may be written (RFC 3261 §25.1, paramchar). */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length() + 8);
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean plain =
          (c >= 'a' && c <= 'z')
              || (c >= 'A' && c <= 'Z')
              || (c >= '0' && c <= '9')
              || "-_.!~*'():[]/&+$".indexOf(c) >= 0;
      if (plain) {
        out.append(c);
      } else {
        out.append('%').append(HEX.withUpperCase().toHexDigits(b));
      }
    }
    return out.toString();
  }
}
