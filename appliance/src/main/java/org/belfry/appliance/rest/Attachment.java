package org.belfry.appliance.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;

/** An answer that a browser saves as a file (RFC 6266). */
final class Attachment {
  private Attachment() {}

  static OutputStream csv(HttpServletResponse response, String file) throws IOException {
    return of(response, file, "text/csv;charset=UTF-8");
  }

  static OutputStream of(HttpServletResponse response, String file, String type)
      throws IOException {
    response.setContentType(type);
    response.setHeader("Content-Disposition", "attachment; filename=\"" + file + "\"");
    return response.getOutputStream();
  }
}
