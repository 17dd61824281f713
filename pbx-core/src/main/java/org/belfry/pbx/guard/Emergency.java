package org.belfry.pbx.guard;

import java.util.Locale;
import java.util.Set;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.Method;
import org.belfry.pbx.sip.SipUri;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/** Requests about lives: they pass when others are asked to come back later. */
public final class Emergency {
  private static final HeaderName PRIORITY = HeaderName.of("Priority");
  private static final HeaderName RESOURCE_PRIORITY = HeaderName.of("Resource-Priority");

  /** The usual emergency numbers; one that is an extension somewhere does no harm here. */
  private static final Set<String> NUMBERS =
      Set.of("112", "911", "999", "000", "110", "113", "115", "118", "119");

  private Emergency() {}

  /**
   * True for a call to an emergency number or service (RFC 5031), and for what says of itself that
   * it is one (RFC 3261 §20.26, RFC 7135). Asked only of requests that would be refused otherwise.
   */
  public static boolean is(SipRequest request) {
    if (is("emergency", request.header(PRIORITY))) {
      return true;
    }
    String resource = request.header(RESOURCE_PRIORITY);
    if (resource != null && resource.strip().toLowerCase(Locale.ROOT).startsWith("esnet.")) {
      return true;
    }
    if (!request.method().equals(Method.INVITE)) {
      return false;
    }
    String text = request.uriText().toLowerCase(Locale.ROOT);
    if (text.equals("urn:service:sos") || text.startsWith("urn:service:sos.")) {
      return true;
    }
    try {
      SipUri uri = request.uri();
      return uri.user() != null && NUMBERS.contains(uri.user());
    } catch (MalformedHeader e) {
      return false; // its 400 can wait
    }
  }

  private static boolean is(String word, @Nullable String value) {
    return value != null && value.strip().equalsIgnoreCase(word);
  }
}
