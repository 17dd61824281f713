package org.belfry.media.sdp;

/**
 * User name fragment and password of an ICE agent (RFC 8839 §5.4). Both change when ICE begins
 * again (RFC 8445 §2.4).
 *
 * @param ufrag 4 to 256 characters
 * @param password 22 to 256 characters
 */
public record IceCredentials(String ufrag, String password) {
  public IceCredentials {
    if (!isUfrag(ufrag) || !isPassword(password)) {
      throw new IllegalArgumentException("ICE credentials that RFC 8839 does not allow");
    }
  }

  static boolean isUfrag(String text) {
    return isIce(text, 4);
  }

  static boolean isPassword(String text) {
    return isIce(text, 22);
  }

  private static boolean isIce(String text, int min) {
    return text.length() >= min
        && text.length() <= 256
        && text.chars()
            .allMatch(c ->
                (c >= '0' && c <= '9')
                    || (c >= 'A' && c <= 'Z')
                    || (c >= 'a' && c <= 'z')
                    || c == '+'
                    || c == '/'
                    // Not in the grammar, yet some browsers and libraries use them.
                    || c == '-'
                    || c == '_'
                    || c == '=');
  }

  @Override
  public String toString() {
    return ufrag;
  }
}
