package org.belfry.pbx.routing.cpl;

import org.belfry.pbx.directory.Destination;
import org.belfry.pbx.sip.SipUri;
import org.jspecify.annotations.Nullable;

/** Destinations as URIs, for scripts: {@code dial:1002} is {@code sip:1002@pbx.example}. */
public final class CplAddress {
  private CplAddress() {}

  /**
   * @return null for a refusal, which is no place
   */
  public static @Nullable String of(Destination destination, String domain) {
    return switch (destination) {
      case Destination.Dial dial -> "sip:" + user(dial.number()) + "@" + domain;
      case Destination.Mailbox box ->
          "sip:voicemail@" + domain + ";target=" + user(box.extension());
      case Destination.Application app ->
          "sip:" + user(app.name()) + "@" + domain + ";app=" + user(app.argument());
      case Destination.Refusal refusal -> null;
    };
  }

  /** What a URI of a script means at this site, or null when it is another domain's. */
  public static @Nullable Destination destination(String uri, String domain) {
    SipUri read = AddressPart.read(uri);
    if (read == null || read.user() == null || read.user().isBlank()) {
      return null;
    }
    if (read.scheme().equals("tel")) {
      return new Destination.Dial(read.user());
    }
    if (!read.isSip() || !read.host().equalsIgnoreCase(domain)) {
      return null;
    }
    String target = read.params().get("target");
    String app = read.params().get("app");
    if (read.user().equals("voicemail") && target != null && !target.isBlank()) {
      return new Destination.Mailbox(target);
    }
    return app == null
        ? new Destination.Dial(read.user())
        : new Destination.Application(read.user(), app);
  }

  private static String user(String text) {
    StringBuilder escaped = new StringBuilder(text.length());
    for (byte b : text.getBytes(java.nio.charset.StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xFF);
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "-_.!~*'()+$".indexOf(c) >= 0);
      escaped.append(plain ? String.valueOf(c) : String.format("%%%02X", (int) c));
    }
    return escaped.toString();
  }
}
