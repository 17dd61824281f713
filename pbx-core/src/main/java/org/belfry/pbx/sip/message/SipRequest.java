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
  private final String uriText;
  private @Nullable SipUri uri;

  SipRequest(
      Method method,
      String uriText,
      List<HeaderField> fields,
      byte[] body,
      int bodyFrom,
      int bodyTo) {
    super(fields, body, bodyFrom, bodyTo);
    this.method = method;
    this.uriText = uriText;
  }

  /** A new request of ours with these header fields to be added by {@link Edit}. */
  public static Edit<SipRequest> create(Method method, String uri) {
    return new SipRequest(method, uri, List.of(), NOTHING, 0, 0).edit();
  }

  /** The method of the request line. */
  @Override
  public Method method() {
    return method;
  }

  /** The Request-URI as written. */
  public String uriText() {
    return uriText;
  }

  /**
   * @throws MalformedHeader when the Request-URI is no URI
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
    return method + " " + uriText + " SIP/2.0";
  }

  /** Starts a changed copy. */
  public Edit<SipRequest> edit() {
    return Edit.of(
        this, (fields, b) -> new SipRequest(method, uriText, fields, b.bytes(), b.from(), b.to()));
  }

  /** Starts a changed copy with another Request-URI. */
  public Edit<SipRequest> editWithUri(String newUri) {
    return Edit.of(
        this, (fields, b) -> new SipRequest(method, newUri, fields, b.bytes(), b.from(), b.to()));
  }

  /**
   * Starts a response to this request (RFC 3261 §8.2.6): Via, From, To, Call-ID and CSeq as they
   * came, no body.
   *
   * @param status 100 to 699
   * @param toTag added to To unless it has a tag already or this is null
   */
  public Edit<SipResponse> respond(int status, String reason, @Nullable String toTag) {
    List<HeaderField> copied = new ArrayList<>(8);
    for (HeaderField field : fields()) {
      HeaderName name = field.name();
      if (name.equals(HeaderName.TO) && toTag != null && toTag() == null) {
        copied.add(HeaderField.of(HeaderName.TO, field.value() + ";tag=" + toTag));
      } else if (name.equals(HeaderName.VIA)
          || name.equals(HeaderName.FROM)
          || name.equals(HeaderName.TO)
          || name.equals(HeaderName.CALL_ID)
          || name.equals(HeaderName.CSEQ)) {
        copied.add(field);
      } else if (name.equals(HeaderName.TIMESTAMP) && status == 100) {
        copied.add(field); // §8.2.6.1
      }
    }
    return new SipResponse(status, reason, copied, NOTHING, 0, 0).edit();
  }
}
