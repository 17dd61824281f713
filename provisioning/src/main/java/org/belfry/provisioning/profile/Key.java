package org.belfry.provisioning.profile;

import org.jspecify.annotations.Nullable;

/**
 * What a key of a phone does.
 *
 * @param line account that it uses, from 1
 * @param value an extension, a slot or a number; empty for a line key and for none
 * @param label what stands beside it; may be empty
 */
public record Key(Kind kind, int line, String value, String label) {

  public enum Kind {
    /** Nothing, on purpose. */
    NONE,
    /** Takes and makes calls of an account. */
    LINE,
    /** Shows whether an extension is on the phone (RFC 4235), calls it, picks its call up. */
    LAMP,
    /** A parking slot: parks, shows and fetches a call. */
    PARK,
    /** Dials a number. */
    SPEED_DIAL
  }

  static final Key NONE = new Key(Kind.NONE, 1, "", "");

  public static Key line(int line, String label) {
    return new Key(Kind.LINE, line, "", label);
  }

  public static Key lamp(String extension, String label) {
    return new Key(Kind.LAMP, 1, extension, label);
  }

  public static Key park(String slot, String label) {
    return new Key(Kind.PARK, 1, slot, label);
  }

  public static Key speedDial(String number, String label) {
    return new Key(Kind.SPEED_DIAL, 1, number, label);
  }

  /** Why it cannot be, or null. */
  public @Nullable String problem() {
    boolean needsValue = kind != Kind.NONE && kind != Kind.LINE;
    if (needsValue && !value.matches("[0-9A-Za-z*#+._-]{1,40}")) {
      return "must be an extension, a park slot or a number";
    }
    if (label.length() > 40 || label.chars().anyMatch(Character::isISOControl)) {
      return "the label must be one line of at most 40 characters";
    }
    return line < 1 ? "must be a line from 1" : null;
  }
}
