package org.belfry.pbx.routing.cpl;

import java.util.Locale;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a REGISTER says about its user's script (RFC 3880 §3): a body of type {@code
 * application/cpl+xml}, whose Content-Disposition is {@code script} and may say {@code
 * action=store} or {@code action=remove}.
 */
public sealed interface CplUpload {
  HeaderName CONTENT_DISPOSITION = HeaderName.of("Content-Disposition");

  /** The script is to be kept. */
  record Store(CplScript script) implements CplUpload {}

  /** There is to be no script any more. */
  record Remove() implements CplUpload {}

  /** The body is not for us. */
  record Ignore() implements CplUpload {}

  /**
   * @param status of the response
   * @param why a sentence for the person who wrote the script
   */
  record Refuse(int status, String reason, String why) implements CplUpload {

    /**
     * A value for Warning (RFC 3261 §20.43); 399 is the code for anything else.
     *
     * @param agent who warns
     */
    public String warning(String agent) {
      String quoted = why.replaceAll("[\\p{Cntrl}]+", " ").replace("\\", "\\\\");
      return "399 " + agent + " \"" + quoted.replace("\"", "\\\"") + "\"";
    }
  }

  /** Whether a request has a script in it, or something about one; asked of every REGISTER. */
  static boolean isOne(SipRequest request) {
    String type = request.header(HeaderName.CONTENT_TYPE);
    return type != null && mediaType(type).equals(CplScript.MEDIA_TYPE);
  }

  /** What it says. Reads the script. */
  static CplUpload of(SipRequest request) {
    String disposition = request.header(CONTENT_DISPOSITION);
    if (disposition != null && !mediaType(disposition).equals("script")) {
      return new Ignore();
    }
    String action = disposition == null ? null : action(disposition);
    if ("remove".equals(action)) {
      return new Remove();
    }
    if (action != null && !action.equals("store")) {
      return new Refuse(400, "Bad Content-Disposition", "The action is store or remove.");
    }
    if (request.has(HeaderName.CONTENT_ENCODING)) {
      return new Refuse(415, "Unsupported Media Type", "A script is sent as it is, not encoded.");
    }
    return switch (CplScript.parse(request.body())) {
      case CplScript.Read read -> new Store(read.script());
      case CplScript.Refused refused ->
          new Refuse(400, "Bad CPL Script", refused.problems().getFirst().toString());
    };
  }

  private static String mediaType(String value) {
    int semicolon = value.indexOf(';');
    return (semicolon < 0 ? value : value.substring(0, semicolon)).strip().toLowerCase(Locale.ROOT);
  }

  private static @Nullable String action(String disposition) {
    for (String parameter : disposition.toLowerCase(Locale.ROOT).split(";", 16)) {
      String p = parameter.replace(" ", "").replace("\"", "");
      if (p.startsWith("action=")) {
        return p.substring("action=".length());
      }
    }
    return null;
  }
}
