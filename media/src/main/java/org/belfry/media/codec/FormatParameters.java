package org.belfry.media.codec;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The parameters of a=fmtp (RFC 8866 §6.15), such as {@code useinbandfec=1; stereo=0}. What cannot
 * be read is passed over: it comes from outside, and a codec works without it.
 *
 * @param values by name, names in lower case; a name without a value has an empty one
 */
public record FormatParameters(Map<String, String> values) {
  public static final FormatParameters NONE = new FormatParameters(Map.of());

  /** More than any codec has; the rest of a longer line is passed over. */
  private static final int MAX_PARAMETERS = 32;

  public FormatParameters {
    values = Map.copyOf(values);
  }

  /** Reads what stands behind the payload type in a=fmtp. Never throws. */
  public static FormatParameters of(String text) {
    Map<String, String> values = new LinkedHashMap<>();
    String[] parts = text.split(";", MAX_PARAMETERS + 1);
    for (String part : Arrays.asList(parts).subList(0, Math.min(parts.length, MAX_PARAMETERS))) {
      int equals = part.indexOf('=');
      String name = (equals < 0 ? part : part.substring(0, equals)).strip();
      if (!name.isEmpty()) {
        String value = equals < 0 ? "" : part.substring(equals + 1).strip();
        values.putIfAbsent(name.toLowerCase(Locale.ROOT), value);
      }
    }
    return new FormatParameters(values);
  }

  /** Whether the parameter stands there with the value 1. */
  public boolean on(String name) {
    return "1".equals(values.get(name));
  }

  /** The parameter as a whole number; empty when it is absent, no number, or below zero. */
  public OptionalInt number(String name) {
    String value = values.get(name);
    if (value == null || value.isEmpty() || value.length() > 9) {
      return OptionalInt.empty();
    }
    int number = 0;
    for (int i = 0; i < value.length(); i++) {
      int digit = value.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return OptionalInt.empty();
      }
      number = number * 10 + digit;
    }
    return OptionalInt.of(number);
  }
}
