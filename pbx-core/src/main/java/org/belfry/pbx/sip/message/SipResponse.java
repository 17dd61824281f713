package org.belfry.pbx.sip.message;

import java.time.Duration;
import org.belfry.pbx.sip.HeaderName;
import org.jspecify.annotations.Nullable;

/** A response (RFC 3261 §7.2). */
public final class SipResponse extends SipMessage {
  private static final int SECONDS_DIGITS = 9;

  private final int status;
  private final String reason;

  SipResponse(
      int status, String reason, HeaderField[] fields, byte[] body, int bodyFrom, int bodyTo) {
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

  /**
   * After which time to try again, or null when it does not say (RFC 3261 §20.33): seconds, perhaps
   * with a comment and parameters, which are not read.
   */
  public @Nullable Duration retryAfter() {
    String text = header(HeaderName.RETRY_AFTER);
    if (text == null) {
      return null;
    }
    String trimmed = text.strip();
    int digits = 0;
    while (digits < trimmed.length()
        && digits < SECONDS_DIGITS
        && trimmed.charAt(digits) >= '0'
        && trimmed.charAt(digits) <= '9') {
      digits++;
    }
    return digits == 0 ? null : Duration.ofSeconds(Long.parseLong(trimmed.substring(0, digits)));
  }

  /** Starts a changed copy. */
  public Edit<SipResponse> edit() {
    return Edit.of(
        this, (fields, b) -> new SipResponse(status, reason, fields, b.bytes(), b.from(), b.to()));
  }
}
