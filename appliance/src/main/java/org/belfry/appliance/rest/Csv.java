package org.belfry.appliance.rest;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.belfry.pbx.admin.InvalidCommand;

/** A table that a program sends. */
final class Csv {
  /** As much as of JSON. */
  static final int BYTES_MAX = 4 * 1024 * 1024;

  private Csv() {}

  /**
   * The text of a body, which is UTF-8.
   *
   * @throws InvalidCommand when it is longer than {@link #BYTES_MAX}
   */
  static String of(HttpServletRequest request) throws IOException {
    byte[] text = request.getInputStream().readNBytes(BYTES_MAX + 1);
    if (text.length > BYTES_MAX) {
      throw new InvalidCommand("body", "must not exceed 4 MB");
    }
    return new String(text, StandardCharsets.UTF_8);
  }
}
