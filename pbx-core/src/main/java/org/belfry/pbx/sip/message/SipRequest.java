package org.belfry.pbx.sip.message;

import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/** A request (RFC 3261 §7.1). */
public final class SipRequest extends SipMessage {
  private final Method method;
  static final String VERSION_2 = "SIP/2.0";

  /** What a response takes over (RFC 3261 §8.2.6.2). */
  private static final long TAKEN_OVER =
      HeaderName.VIA.bit()
          | HeaderName.FROM.bit()
          | HeaderName.TO.bit()
          | HeaderName.CALL_ID.bit()
          | HeaderName.CSEQ.bit();

  private final String uriText;
  private final String version;
  private @Nullable SipUri uri;

  SipRequest(
      Method method,
      String uriText,
      String version,
      HeaderField[] fields,
      byte[] body,
      int bodyFrom,
      int bodyTo) {
    super(fields, body, bodyFrom, bodyTo);
    this.method = method;
    this.uriText = uriText;
    this.version = version;
  }

  /**
   * A new request of ours; its header fields are added by the {@link Edit}.
   *
   * @throws IllegalArgumentException when the URI holds blanks or line ends
   */
  public static Edit<SipRequest> create(Method method, String uri) {
    String text = writable(uri);
    return new Edit<>(
        new ArrayList<>(12),
        Edit.Body.NONE,
        (fields, b) ->
            new SipRequest(method, text, VERSION_2, fields, b.bytes(), b.from(), b.to()));
  }

  /** The method of the request line. */
  @Override
  public Method method() {
    return method;
  }

  /** The protocol version as written: {@code SIP/2.0}, or another that only deserves a 505. */
  public String version() {
    return version;
  }

  /** True for SIP/2.0; anything else is answered with 505 (RFC 3261 §21.5.6). */
  public boolean isVersion2() {
    return version.equalsIgnoreCase(VERSION_2);
  }

  /** The Request-URI as written. */
  public String uriText() {
    return uriText;
  }

  /**
   * The Request-URI, parsed.
   *
   * @throws MalformedHeader when it is no URI
   */
  public SipUri uri() {
    SipUri u = uri;
    if (u == null) {
      u = Grammar.uri(uriText);
      uri = u;
    }
    return u;
  }

  @Override
  String startLine() {
    return method + " " + uriText + " " + version;
  }

  /** Starts a changed copy. */
  public Edit<SipRequest> edit() {
    return Edit.of(
        this,
        (fields, b) ->
            new SipRequest(method, uriText, version, fields, b.bytes(), b.from(), b.to()));
  }

  /**
   * Starts a changed copy with another Request-URI.
   *
   * @throws IllegalArgumentException when the URI holds blanks or line ends
   */
  public Edit<SipRequest> editWithUri(String newUri) {
    String text = writable(newUri);
    return Edit.of(
        this,
        (fields, b) -> new SipRequest(method, text, version, fields, b.bytes(), b.from(), b.to()));
  }

  private static String writable(String uri) {
    for (int i = 0; i < uri.length(); i++) {
      if (uri.charAt(i) <= ' ') {
        throw new IllegalArgumentException("a Request-URI of ours holds a blank or line end");
      }
    }
    return uri;
  }

  /**
   * Starts a response to this request (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq as they
   * came, no body.
   *
   * @param status 100 to 699
   * @param toTag added to To unless it has a tag already or this is null
   */
  public Edit<SipResponse> respond(int status, String reason, @Nullable String toTag) {
    List<HeaderField> copied = new ArrayList<>(10);
    for (HeaderField field : fields()) {
      HeaderName name = field.name();
      if ((name.bit() & TAKEN_OVER) != 0) {
        copied.add(
            name.equals(HeaderName.TO) && toTag != null && wantsTag(field)
                ? HeaderField.of(HeaderName.TO, Grammar.withTag(field.value(), toTag))
                : field);
      } else if (name.equals(HeaderName.TIMESTAMP) && status == 100) {
        copied.add(field); // §8.2.6.1
      }
    }
    String phrase = Scan.oneLine(reason);
    return new Edit<>(
        copied,
        Edit.Body.NONE,
        (fields, b) -> new SipResponse(status, phrase, fields, b.bytes(), b.from(), b.to()));
  }

  /** False for a To that cannot be read as well: its 400 carries it as it came. */
  private boolean wantsTag(HeaderField to) {
    try {
      return (repeats(HeaderName.TO) ? Scan.tag(HeaderName.TO, to.value()) : toTag()) == null;
    } catch (MalformedHeader e) {
      return false;
    }
  }
}
