package org.belfry.pbx.doctor;

import org.jspecify.annotations.Nullable;

/**
 * One thing that is known of a call.
 *
 * @param code of the rule, such as {@code no_ack}
 * @param leg the side that it concerns
 * @param detail what was seen: an address, a figure, a status; or null
 */
public record CallFinding(String code, Severity severity, Leg leg, @Nullable String detail) {

  /** How bad it is, the mildest first. */
  public enum Severity {
    OK,
    NOTE,
    WARNING,
    ERROR
  }

  /** Whose side of the call. */
  public enum Leg {
    CALL,
    CALLER,
    CALLEE,
    TRUNK
  }
}
