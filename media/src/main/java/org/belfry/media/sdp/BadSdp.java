package org.belfry.media.sdp;

/**
 * A session description, or what it asks for, that cannot be accepted. Signalling answers 488 with
 * a Warning (RFC 3261 §20.43) of {@link #warning()} and {@link #getMessage()}, which is one
 * sentence of printable ASCII without quotes.
 */
public final class BadSdp extends Exception {
  private static final int QUOTED = 40;

  private final Warning warning;

  /**
   * @param sentence for the Warning; whatever the peer wrote in it must have gone through {@link
   *     #quoted}
   */
  public BadSdp(Warning warning, String sentence) {
    super(sentence);
    this.warning = warning;
  }

  public Warning warning() {
    return warning;
  }

  /** What a peer wrote, short and harmless enough to be repeated in a header field. */
  public static String quoted(String text) {
    var out = new StringBuilder("'");
    for (int i = 0; i < Math.min(text.length(), QUOTED); i++) {
      char c = text.charAt(i);
      out.append(c < ' ' || c > '~' || c == '"' || c == '\\' || c == '\'' ? '?' : c);
    }
    return out.append(text.length() > QUOTED ? "...'" : "'").toString();
  }

  /** The warn-codes of RFC 3261 §20.43 that we have use for. */
  public enum Warning {
    NETWORK_ADDRESS(301),
    TRANSPORT_PROTOCOL(302),
    MEDIA_TYPE(304),
    MEDIA_FORMAT(305),
    ATTRIBUTE(306),
    PARAMETER(307),
    MISCELLANEOUS(399);

    private final int code;

    Warning(int code) {
      this.code = code;
    }

    public int code() {
      return code;
    }
  }
}
