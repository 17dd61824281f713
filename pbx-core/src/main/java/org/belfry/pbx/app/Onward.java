package org.belfry.pbx.app;

import java.nio.charset.StandardCharsets;
import org.belfry.pbx.directory.Destination;
import org.jspecify.annotations.Nullable;

/** How an application dials a destination that somebody has arranged. */
public final class Onward {
  private static final String PLAIN =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.!~*'()&=+$,";

  private Onward() {}

  /**
   * What {@link Bridge} and {@link VoiceCall#transfer} take for it.
   *
   * @return null for a refusal, which nobody can be sent to
   */
  public static @Nullable String dialled(Destination to, String domain) {
    return switch (to) {
      case Destination.Dial dial -> dial.number();
      case Destination.Mailbox mailbox -> uri("voicemail", mailbox.extension(), domain);
      case Destination.Application app -> uri(app.name(), app.argument(), domain);
      case Destination.Refusal refusal -> null;
    };
  }

  private static String uri(String application, String argument, String domain) {
    String user = argument.isEmpty() ? "~" + application : escaped(argument);
    return "sip:" + user + "@" + domain + ";app=" + application;
  }

  /** RFC 3261 §25.1: what may not stand in a user part as it is. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (PLAIN.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append('%').append("0123456789ABCDEF".charAt(c >> 4));
        out.append("0123456789ABCDEF".charAt(c & 15));
      }
    }
    return out.toString();
  }
}
