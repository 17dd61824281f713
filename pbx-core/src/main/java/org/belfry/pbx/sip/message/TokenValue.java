package org.belfry.pbx.sip.message;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token with parameters, as in Event, Accept and Subscription-State: {@code dialog;id=7}.
 *
 * @param token in lower case
 * @param params names in lower case, values without quotes, empty for flags
 */
public record TokenValue(String token, Map<String, String> params) {

  /**
   * Reads one value.
   *
   * @throws MalformedHeader when a parameter cannot be read
   */
  public static TokenValue of(String text) {
    int end = text.indexOf(';');
    String token = (end < 0 ? text : text.substring(0, end)).strip().toLowerCase(Locale.ROOT);
    if (end < 0) {
      return new TokenValue(token, Map.of());
    }
    Map<String, String> params = new HashMap<>();
    Parameters walk = new Parameters("The field", text, end, text.length());
    while (walk.next()) {
      String value = walk.value();
      boolean quoted = value.length() >= 2 && value.charAt(0) == '"';
      params.putIfAbsent(
          walk.name(), quoted ? Grammar.unescaped(value.substring(1, value.length() - 1)) : value);
    }
    return new TokenValue(token, params);
  }

  public @Nullable String param(String name) {
    return params.get(name);
  }
}
