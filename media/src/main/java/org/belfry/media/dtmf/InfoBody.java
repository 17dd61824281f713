package org.belfry.media.dtmf;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * A digit as the body of a SIP INFO request. No RFC defines it; {@code application/dtmf-relay} is
 * what Cisco began and all follow, {@code application/dtmf} is the digit alone.
 *
 * @param digit the key
 * @param ms how long it was down, {@link #SHORTEST} to {@link #LONGEST}
 */
public record InfoBody(Digit digit, int ms) {
  /** The media type that we send. */
  public static final String RELAY = "application/dtmf-relay";

  /** The other one that we understand. */
  public static final String PLAIN = "application/dtmf";

  public static final int SHORTEST = 60;
  public static final int LONGEST = 30_000;

  /** When nothing is said about it. */
  private static final int USUAL = 160;

  /** No body of a digit is longer. */
  private static final int MAX_BYTES = 256;

  public InfoBody {
    ms = Math.clamp(ms, SHORTEST, LONGEST);
  }

  /**
   * Reads a body. Never throws.
   *
   * @param mediaType the Content-Type, with or without parameters
   * @return empty when it is no digit: another type, a flash, damage
   */
  public static Optional<InfoBody> of(String mediaType, byte[] body) {
    if (body.length > MAX_BYTES) {
      return Optional.empty();
    }
    int semicolon = mediaType.indexOf(';');
    String type = semicolon < 0 ? mediaType : mediaType.substring(0, semicolon);
    String text = new String(body, StandardCharsets.ISO_8859_1);
    return switch (type.strip().toLowerCase(Locale.ROOT)) {
      case RELAY -> relay(text);
      case PLAIN -> digit(text.strip()).map(digit -> new InfoBody(digit, USUAL));
      default -> Optional.empty();
    };
  }

  private static Optional<InfoBody> relay(String text) {
    Optional<Digit> digit = Optional.empty();
    int ms = USUAL;
    for (String line : text.split("[\r\n]+")) {
      int equals = line.indexOf('=');
      if (equals < 0) {
        continue;
      }
      String value = line.substring(equals + 1).strip();
      switch (line.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
        case "signal" -> digit = digit(value);
        case "duration" -> ms = value.matches("\\d{1,6}") ? Integer.parseInt(value) : USUAL;
        default -> {
          // A line of another maker's: it says nothing that we need.
        }
      }
    }
    int held = ms;
    return digit.map(d -> new InfoBody(d, held));
  }

  /** A symbol, or an event code of two digits as some phones send it: 10 for {@code *}. */
  private static Optional<Digit> digit(String value) {
    if (value.length() == 1) {
      return Digit.of(value.charAt(0));
    }
    return value.matches("1[0-5]") ? Digit.ofEvent(Integer.parseInt(value)) : Optional.empty();
  }

  /** Its text as {@link #RELAY}. */
  public String toRelay() {
    return "Signal=" + digit.symbol() + "\r\nDuration=" + ms + "\r\n";
  }
}
