package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * One line, {@code type=value} (RFC 8866 §5). Characters are octets (ISO 8859-1), so that whatever
 * character set a session name is in, it leaves as it came.
 *
 * @param type one letter
 * @param value without the line's end; has no CR, LF or NUL
 */
public record Line(char type, String value) {
  public Line {
    if (type < 'a' || type > 'z') {
      throw new IllegalArgumentException("a line of type " + (int) type);
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\r' || c == '\n' || c == 0 || c > 0xff) {
        throw new IllegalArgumentException("a line's value with character " + (int) c);
      }
    }
  }

  /** A property attribute, {@code a=name}. */
  public static Line attribute(String name) {
    return new Line('a', name);
  }

  /** A value attribute, {@code a=name:value}. */
  public static Line attribute(String name, String value) {
    return new Line('a', name + ":" + value);
  }

  /** The attribute's name, or null if the line is no attribute. */
  public @Nullable String attributeName() {
    if (type != 'a') {
      return null;
    }
    int colon = value.indexOf(':');
    return colon < 0 ? value : value.substring(0, colon);
  }

  /** What follows the attribute's colon; empty for a property attribute or another line. */
  public String attributeValue() {
    int colon = value.indexOf(':');
    return type != 'a' || colon < 0 ? "" : value.substring(colon + 1);
  }

  boolean isAttribute(String name) {
    return type == 'a'
        && value.startsWith(name)
        && (value.length() == name.length() || value.charAt(name.length()) == ':');
  }

  @Override
  public String toString() {
    return type + "=" + value;
  }
}
