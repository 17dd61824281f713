package org.belfry.pbx.call;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.Grammar;
import org.belfry.pbx.sip.message.MalformedHeader;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * Where a REFER wants the other one to go (RFC 3515 §2.1, RFC 3891 §5).
 *
 * @param uri without header fields
 * @param replaces the value of the Replaces field that it carries, or null
 */
public record ReferTo(String uri, @Nullable String replaces) {
  private static final Pattern OURS =
      Pattern.compile(";(?:app|trunk|caller)(?:=[^;?]*)?(?=[;?]|$)", Pattern.CASE_INSENSITIVE);

  /** The Refer-To of a request, or null when it has none that can be followed. */
  public static @Nullable ReferTo of(SipRequest refer) {
    List<String> values = refer.values(HeaderName.REFER_TO);
    if (values.size() != 1) {
      return null;
    }
    try {
      var uri = Grammar.nameAddr(values.getFirst()).uri();
      if (!uri.isSip() && !uri.scheme().equals("tel")) {
        return null;
      }
      String method = uri.params().get("method");
      if (method != null && !method.equals("INVITE")) {
        return null;
      }
      String text = withoutOurs(uri.text());
      int headers = text.indexOf('?', text.indexOf('@') + 1);
      if (headers < 0) {
        return new ReferTo(text, null);
      }
      String replaces = null;
      for (String header : text.substring(headers + 1).split("&", -1)) {
        if (header.regionMatches(true, 0, "Replaces=", 0, 9)) {
          replaces =
              URLDecoder.decode(header.substring(9).replace("+", "%2B"), StandardCharsets.UTF_8);
          Replaces.of(replaces);
        }
      }
      return new ReferTo(text.substring(0, headers), replaces);
    } catch (MalformedHeader | IllegalArgumentException e) {
      return null;
    }
  }

  /** Parameters by which programs of ours name applications and trunks to each other. */
  private static String withoutOurs(String uri) {
    return OURS.matcher(uri).replaceAll("");
  }
}
