package org.belfry.pbx.sip.message;

import java.util.List;

/** A response (RFC 3261 §7.2). */
public final class SipResponse extends SipMessage {
  private final int status;
  private final String reason;

  SipResponse(
      int status, String reason, List<HeaderField> fields, byte[] body, int bodyFrom, int bodyTo) {
    super(fields, body, bodyFrom, bodyTo);
    this.status = status;
    this.reason = reason;
  }

  /** 100 to 699. */
  public int status() {
    return status;
  }

  public String reason() {
    return reason;
  }

  public boolean provisional() {
    return status < 200;
  }

  public boolean success() {
    return status >= 200 && status < 300;
  }

  public boolean isFinal() {
    return status >= 200;
  }

  @Override
  String startLine() {
    return "SIP/2.0 " + status + " " + reason;
  }

  /** Starts a changed copy. */
  public Edit<SipResponse> edit() {
    return Edit.of(
        this, (fields, b) -> new SipResponse(status, reason, fields, b.bytes(), b.from(), b.to()));
  }
}
