package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;

/** What went wrong with a file or a socket, in words for people. */
final class Failures {
  private Failures() {}

  /** Without a full stop. */
  static String phrase(IOException e) {
    return switch (e) {
      case AccessDeniedException denied -> "access to " + denied.getFile() + " is denied";
      case FileSystemException f when f.getReason() != null -> f.getFile() + ": " + f.getReason();
      case FileSystemException f -> f.getFile() + " cannot be used (" + name(f) + ")";
      default -> e.getMessage() == null ? name(e) : e.getMessage();
    };
  }

  private static String name(IOException e) {
    return e.getClass().getSimpleName();
  }
}
