package org.belfry.media.dtmf;

import java.util.Optional;

/**
 * A DTMF digit. The ordinal is its event code (RFC 4733 §3.2): 0 to 9 for themselves, 10 for {@code
 * *}, 11 for {@code #}, 12 to 15 for A to D.
 */
public enum Digit {
  ZERO(0, '0'),
  ONE(1, '1'),
  TWO(2, '2'),
  THREE(3, '3'),
  FOUR(4, '4'),
  FIVE(5, '5'),
  SIX(6, '6'),
  SEVEN(7, '7'),
  EIGHT(8, '8'),
  NINE(9, '9'),
  STAR(10, '*'),
  POUND(11, '#'),
  A(12, 'A'),
  B(13, 'B'),
  C(14, 'C'),
  D(15, 'D');

  private static final int[] ROWS = {697, 770, 852, 941};
  private static final int[] COLUMNS = {1209, 1336, 1477, 1633};
  private static final String KEYPAD = "123A456B789C*0#D";

  private final int event;
  private final char symbol;

  Digit(int event, char symbol) {
    this.event = event;
    this.symbol = symbol;
  }

  /** As it is printed on a key. */
  public char symbol() {
    return symbol;
  }

  /** Its event code, 0 to 15. */
  public int event() {
    return event;
  }

  /** Its lower tone in Hz (ITU-T Q.23). */
  public int lowTone() {
    return ROWS[KEYPAD.indexOf(symbol) / 4];
  }

  /** Its higher tone in Hz. */
  public int highTone() {
    return COLUMNS[KEYPAD.indexOf(symbol) % 4];
  }

  /** By what is printed on the key; letters in either case. */
  public static Optional<Digit> of(char symbol) {
    for (Digit digit : values()) {
      if (digit.symbol == Character.toUpperCase(symbol)) {
        return Optional.of(digit);
      }
    }
    return Optional.empty();
  }

  /** By event code; others than 0 to 15 are events, but no digits. */
  public static Optional<Digit> ofEvent(int event) {
    for (Digit digit : values()) {
      if (digit.event == event) {
        return Optional.of(digit);
      }
    }
    return Optional.empty();
  }
}
