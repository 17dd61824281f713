package org.belfry.pbx.identity;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.belfry.pbx.sip.message.SipResponse;

/** Tells the next party whom the call was for: Diversion (RFC 5806) and History-Info (RFC 7044). */
public final class Forwarded {
  private Forwarded() {}

  /** Why a call went on (RFC 5806 §4). */
  public enum Reason {
    UNCONDITIONAL("unconditional"),
    NO_ANSWER("no-answer"),
    USER_BUSY("user-busy"),
    UNAVAILABLE("unavailable");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  /** A field of the forwarded request. */
  public record Field(HeaderName name, String value) {}

  /**
   * The fields that a forwarded request gets, in order, to stand before those of their name that it
   * has.
   *
   * @param from the AOR that the call was for: {@code sip:1001@pbx.example}
   * @param to where it goes now
   * @param status the response that sent it on
   */
  public static List<Field> fields(
      SipRequest request, String from, String to, Reason reason, int status) {
    List<Field> fields = new ArrayList<>(3);
    fields.add(
        new Field(HeaderName.DIVERSION, "<" + from + ">;reason=" + reason.text + ";counter=1"));
    String index = request.has(HeaderName.HISTORY_INFO) ? nextIndex(request) : "1";
    // RFC 7044 §10.1.2: why a target was left stands in the entry of that target.
    fields.add(
        new Field(
            HeaderName.HISTORY_INFO,
            "<" + from + "?Reason=SIP%3Bcause%3D" + status + ">;index=" + index));
    fields.add(
        new Field(HeaderName.HISTORY_INFO, "<" + to + ">;index=" + index + ".1;mp=" + index));
    return fields;
  }

  /**
   * Why a phone sent a call on: what its redirect says, else what can be seen.
   *
   * @param rang true when it had rung before
   */
  public static Reason reason(SipResponse redirect, boolean rang) {
    String diversion = redirect.header(HeaderName.DIVERSION);
    if (diversion != null) {
      for (Reason reason : Reason.values()) {
        if (diversion.toLowerCase(Locale.ROOT).contains("reason=" + reason.text)) {
          return reason;
        }
      }
    }
    return rang ? Reason.NO_ANSWER : Reason.UNCONDITIONAL;
  }

  /** RFC 7044 §10.3: one level below the last entry. */
  private static String nextIndex(SipRequest request) {
    String last = request.values(HeaderName.HISTORY_INFO).getLast();
    int at = last.indexOf(";index=");
    if (at < 0) {
      return "1";
    }
    int end = at + ";index=".length();
    int from = end;
    while (end < last.length()
        && (Character.isDigit(last.charAt(end)) || last.charAt(end) == '.')) {
      end++;
    }
    return end == from ? "1" : last.substring(from, end) + ".1";
  }
}
