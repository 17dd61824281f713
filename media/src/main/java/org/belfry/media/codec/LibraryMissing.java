package org.belfry.media.codec;

/**
 * A C library that a codec needs is not on this machine, or not the one we know; the message says
 * which, and what to do about it.
 */
public final class LibraryMissing extends Exception {
  public LibraryMissing(String message, Throwable cause) {
    super(message, cause);
  }

  public LibraryMissing(String message) {
    super(message);
  }
}
