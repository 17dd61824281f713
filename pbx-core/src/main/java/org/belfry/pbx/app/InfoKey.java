package org.belfry.pbx.app;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.belfry.pbx.sip.HeaderName;
import org.belfry.pbx.sip.message.SipRequest;
import org.jspecify.annotations.Nullable;

/**
 * A key that a phone sends in INFO: {@code application/dtmf-relay} with a line {@code Signal=5}, or
 * {@code application/dtmf} with the key alone. No standard says so; many phones do it.
 */
final class InfoKey {
  private static final String KEYS = "0123456789*#ABCD";

  private InfoKey() {}

  /** The key, or null when there is none in it. */
  static @Nullable Character of(SipRequest info) {
    String type = info.header(HeaderName.CONTENT_TYPE);
    if (type == null || info.bodyLength() > 200) {
      return null;
    }
    String kind = type.toLowerCase(Locale.ROOT);
    String body = new String(info.body(), StandardCharsets.US_ASCII);
    if (kind.startsWith("application/dtmf-relay")) {
      return body.lines()
          .map(line -> line.replace(" ", ""))
          .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("signal="))
          .map(line -> key(line.substring("signal=".length())))
          .findFirst()
          .orElse(null);
    }
    return kind.startsWith("application/dtmf") ? key(body.strip()) : null;
  }

  private static @Nullable Character key(String text) {
    String upper = text.strip().toUpperCase(Locale.ROOT);
    return switch (upper) {
      case "10" -> '*';
      case "11" -> '#';
      default -> upper.length() == 1 && KEYS.contains(upper) ? upper.charAt(0) : null;
    };
  }
}
