package org.belfry.pbx.directory;

/**
 * Where somebody who arranges calls may send one. Each has a text form, which is what is stored and
 * what the API takes: {@code dial:1001}, {@code voicemail:1001}, {@code app:attendant:day}, {@code
 * refuse:busy}.
 */
public sealed interface Destination {

  /** What one would dial: an extension, a group, a feature code, an outside number. */
  record Dial(String number) implements Destination {
    public Dial {
      named(number);
    }
  }

  /** The mailbox of a user. */
  record Mailbox(String extension) implements Destination {
    public Mailbox {
      named(extension);
    }
  }

  /**
   * An application.
   *
   * @param name of the application: {@code attendant}, {@code conference}, {@code queue}, …
   * @param argument which of its kind; may be empty
   */
  record Application(String name, String argument) implements Destination {
    public Application {
      named(name);
    }
  }

  /** Nobody. */
  record Refusal(Refused how) implements Destination {}

  /** How a call is refused. */
  enum Refused {
    /** 486 */
    BUSY,
    /** 603 */
    DECLINED,
    /** 480 */
    UNAVAILABLE,
    /** 404 */
    UNKNOWN,
    /** 433, RFC 5079 */
    ANONYMOUS
  }

  /** The text form. */
  default String text() {
    return switch (this) {
      case Dial d -> "dial:" + d.number;
      case Mailbox m -> "voicemail:" + m.extension;
      case Application a -> "app:" + a.name + ":" + a.argument;
      case Refusal r -> "refuse:" + r.how.name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  /**
   * Reads the text form.
   *
   * @throws IllegalArgumentException with a sentence
   */
  static Destination parse(String text) {
    int colon = text.indexOf(':');
    String kind = colon < 0 ? text : text.substring(0, colon);
    String rest = colon < 0 ? "" : text.substring(colon + 1);
    return switch (kind) {
      case "dial" -> new Dial(rest);
      case "voicemail" -> new Mailbox(rest);
      case "app" -> {
        int next = rest.indexOf(':');
        yield next < 0
            ? new Application(rest, "")
            : new Application(rest.substring(0, next), rest.substring(next + 1));
      }
      case "refuse" -> new Refusal(Refused.valueOf(rest.toUpperCase(java.util.Locale.ROOT)));
      default -> throw new IllegalArgumentException("\"" + text + "\" is not a destination.");
    };
  }

  private static void named(String value) {
    if (value.isBlank() || value.length() > 128) {
      throw new IllegalArgumentException("A destination needs a number or a name.");
    }
  }
}
