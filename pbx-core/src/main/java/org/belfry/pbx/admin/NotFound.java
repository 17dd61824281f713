package org.belfry.pbx.admin;

import java.util.Locale;

/** The thing a command names does not exist (any more). */
public final class NotFound extends RuntimeException {
  public NotFound(String what, Object id) {
    super(
        what.substring(0, 1).toUpperCase(Locale.ROOT)
            + what.substring(1)
            + " "
            + id
            + " not found.");
  }
}
