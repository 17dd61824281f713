package org.belfry.pbx.sip;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A header field's name, compared without regard to case; compact forms are the same name (RFC 3261
 * §7.3.3). Known names are shared objects, so that {@code ==} finds them.
 */
public final class HeaderName {
  private static final HeaderName[] TABLE = new HeaderName[512];
  private static int bits;

  public static final HeaderName VIA = known("Via", 'v');
  public static final HeaderName FROM = known("From", 'f');
  public static final HeaderName TO = known("To", 't');
  public static final HeaderName CALL_ID = known("Call-ID", 'i');
  public static final HeaderName CSEQ = known("CSeq", '-');
  public static final HeaderName CONTACT = known("Contact", 'm');
  public static final HeaderName MAX_FORWARDS = known("Max-Forwards", '-');
  public static final HeaderName MAX_BREADTH = known("Max-Breadth", '-');
  public static final HeaderName ROUTE = known("Route", '-');
  public static final HeaderName RECORD_ROUTE = known("Record-Route", '-');
  public static final HeaderName CONTENT_LENGTH = known("Content-Length", 'l');
  public static final HeaderName CONTENT_TYPE = known("Content-Type", 'c');
  public static final HeaderName CONTENT_ENCODING = known("Content-Encoding", 'e');
  public static final HeaderName EXPIRES = known("Expires", '-');
  public static final HeaderName MIN_EXPIRES = known("Min-Expires", '-');
  public static final HeaderName AUTHORIZATION = known("Authorization", '-');
  public static final HeaderName PROXY_AUTHORIZATION = known("Proxy-Authorization", '-');
  public static final HeaderName WWW_AUTHENTICATE = known("WWW-Authenticate", '-');
  public static final HeaderName PROXY_AUTHENTICATE = known("Proxy-Authenticate", '-');
  public static final HeaderName PROXY_REQUIRE = known("Proxy-Require", '-');
  public static final HeaderName REQUIRE = known("Require", '-');
  public static final HeaderName SUPPORTED = known("Supported", 'k');
  public static final HeaderName UNSUPPORTED = known("Unsupported", '-');
  public static final HeaderName ALLOW = known("Allow", '-');
  public static final HeaderName ACCEPT = known("Accept", '-');
  public static final HeaderName USER_AGENT = known("User-Agent", '-');
  public static final HeaderName SERVER = known("Server", '-');
  public static final HeaderName DATE = known("Date", '-');
  public static final HeaderName RETRY_AFTER = known("Retry-After", '-');
  public static final HeaderName REASON = known("Reason", '-');
  public static final HeaderName PATH = known("Path", '-');
  public static final HeaderName SUBJECT = known("Subject", 's');
  public static final HeaderName EVENT = known("Event", 'o');
  public static final HeaderName REFER_TO = known("Refer-To", 'r');
  public static final HeaderName REFERRED_BY = known("Referred-By", 'b');
  public static final HeaderName ALLOW_EVENTS = known("Allow-Events", 'u');
  public static final HeaderName SUBSCRIPTION_STATE = known("Subscription-State", '-');
  public static final HeaderName SIP_ETAG = known("SIP-ETag", '-');
  public static final HeaderName SIP_IF_MATCH = known("SIP-If-Match", '-');
  public static final HeaderName REPLACES = known("Replaces", '-');
  public static final HeaderName SESSION_EXPIRES = known("Session-Expires", 'x');
  public static final HeaderName MIN_SE = known("Min-SE", '-');
  public static final HeaderName RSEQ = known("RSeq", '-');
  public static final HeaderName RACK = known("RAck", '-');
  public static final HeaderName REFER_SUB = known("Refer-Sub", '-');
  public static final HeaderName TIMESTAMP = known("Timestamp", '-');
  public static final HeaderName WARNING = known("Warning", '-');

  public static final HeaderName P_ASSERTED_IDENTITY = known("P-Asserted-Identity", '-');
  public static final HeaderName P_PREFERRED_IDENTITY = known("P-Preferred-Identity", '-');
  public static final HeaderName REMOTE_PARTY_ID = known("Remote-Party-ID", '-');
  public static final HeaderName PRIVACY = known("Privacy", '-');
  public static final HeaderName ALERT_INFO = known("Alert-Info", '-');
  public static final HeaderName DIVERSION = known("Diversion", '-');
  public static final HeaderName HISTORY_INFO = known("History-Info", '-');

  private final String text;
  private final String folded;
  private final long bit;
  private final @Nullable HeaderName longForm;
  private final byte @Nullable [] opening;

  private HeaderName(String text, long bit, @Nullable HeaderName longForm) {
    this.text = text;
    this.folded = text.toLowerCase(Locale.ROOT);
    this.bit = bit;
    this.longForm = longForm;
    this.opening = bit == 0 ? null : opening(text);
  }

  /** The name written so; a compact letter gives the long name. */
  public static HeaderName of(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(bytes, 0, bytes.length);
  }

  /** The name in these bytes, without surrounding blanks. */
  public static HeaderName of(byte[] bytes, int from, int to) {
    for (int i = slot(bytes, from, to); TABLE[i] != null; i = (i + 1) & (TABLE.length - 1)) {
      if (TABLE[i].isAlias(bytes, from, to)) {
        HeaderName longForm = TABLE[i].longForm;
        return longForm == null ? TABLE[i] : longForm;
      }
    }
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    return new HeaderName(text, 0, null);
  }

  private static HeaderName known(String text, char compact) {
    if (bits == Long.SIZE) {
      throw new IllegalStateException("more known names than bits of a long");
    }
    HeaderName name = new HeaderName(text, 1L << bits++, null);
    enter(name);
    if (compact != '-') {
      enter(new HeaderName(String.valueOf(compact), name.bit, name));
    }
    return name;
  }

  private static void enter(HeaderName name) {
    byte[] bytes = name.text.getBytes(StandardCharsets.US_ASCII);
    int i = slot(bytes, 0, bytes.length);
    while (TABLE[i] != null) {
      i = (i + 1) & (TABLE.length - 1);
    }
    TABLE[i] = name;
  }

  private static int slot(byte[] bytes, int from, int to) {
    int h = to - from;
    for (int i = from; i < to; i++) {
      h = h * 31 + (bytes[i] | 0x20);
    }
    return (h ^ (h >>> 9)) & (TABLE.length - 1);
  }

  private boolean isAlias(byte[] bytes, int from, int to) {
    if (to - from != folded.length()) {
      return false;
    }
    for (int i = 0; i < folded.length(); i++) {
      int c = bytes[from + i];
      if (c >= 'A' && c <= 'Z') {
        c |= 0x20;
      }
      if (c != folded.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static byte[] opening(String text) {
    return (text + ": ").getBytes(StandardCharsets.UTF_8);
  }

  /** What stands before a value on the wire: {@code "Via: "}. Shared: nobody may write to it. */
  public byte[] opening() {
    byte[] known = opening;
    return known == null ? opening(text) : known;
  }

  /** One bit that is this name's alone, for sets of names; 0 for a name that is not known. */
  public long bit() {
    return bit;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Known names are shared objects: two different ones are never equal.
    return this == other
        || (bit == 0 && other instanceof HeaderName n && n.bit == 0 && n.folded.equals(folded));
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }

  /** The name as written, or the usual spelling of a known one. */
  @Override
  public String toString() {
    return text;
  }
}
