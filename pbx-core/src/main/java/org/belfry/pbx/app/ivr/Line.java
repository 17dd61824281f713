package org.belfry.pbx.app.ivr;

import java.util.Map;
import java.util.function.UnaryOperator;

/**
 * Something that is said to a caller. The text form is what documents have: plain text is spoken,
 * {@code prompt:welcome} plays a prompt of the site's or of the language pack, {@code
 * digits:{order}} says one digit after the other, {@code number:{count}} says a number. {@code
 * {name}} stands for a value of the call.
 */
public sealed interface Line {

  /** Spoken by the speech engine. */
  record Text(String text) implements Line {}

  /** A recording or phrase by its name. */
  record Prompt(String name) implements Line {}

  /** One digit after the other. */
  record Digits(String digits) implements Line {}

  /** As a number. */
  record Count(String number) implements Line {}

  static Line parse(String text) {
    int colon = text.indexOf(':');
    String rest = text.substring(colon + 1).strip();
    return switch (colon < 0 ? "" : text.substring(0, colon)) {
      case "prompt" -> new Prompt(rest);
      case "digits" -> new Digits(rest);
      case "number" -> new Count(rest);
      default -> new Text(text);
    };
  }

  /** The text form. */
  default String text() {
    return switch (this) {
      case Text t -> t.text;
      case Prompt p -> "prompt:" + p.name;
      case Digits d -> "digits:" + d.digits;
      case Count n -> "number:" + n.number;
    };
  }

  /** The same with the values of a call in place of their names; unknown names are empty. */
  default Line with(Map<String, String> values) {
    UnaryOperator<String> fill = text -> filled(text, values);
    return switch (this) {
      case Text t -> new Text(fill.apply(t.text));
      case Prompt p -> p;
      case Digits d -> new Digits(fill.apply(d.digits));
      case Count n -> new Count(fill.apply(n.number));
    };
  }

  private static String filled(String text, Map<String, String> values) {
    if (text.indexOf('{') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder();
    int at = 0;
    while (at < text.length()) {
      int open = text.indexOf('{', at);
      int close = open < 0 ? -1 : text.indexOf('}', open);
      if (close < 0) {
        break;
      }
      out.append(text, at, open).append(values.getOrDefault(text.substring(open + 1, close), ""));
      at = close + 1;
    }
    return out.append(text, at, text.length()).toString();
  }
}
