package org.belfry.pbx.admin;

/** The thing a command names does not exist (any more). */
public final class NotFound extends RuntimeException {
  public NotFound(String what, Object id) {
    super("There is no " + what + " " + id + ".");
  }
}
