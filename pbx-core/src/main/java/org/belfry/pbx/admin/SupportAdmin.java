package org.belfry.pbx.admin;

import java.io.IOException;
import java.io.OutputStream;

/** One file for whoever helps: log, health, versions and settings, without secrets. */
public interface SupportAdmin {

  /** Bytes of all files in it, before they are packed. */
  long BYTES_MAX = 32L * 1024 * 1024;

  /**
   * Writes a ZIP file and tells the audit log.
   *
   * @param traces whether the messages of the last calls are in it: who called whom, at which
   *     addresses
   * @throws InvalidCommand before a byte is written: naming {@code role} for anybody but an owner,
   *     {@code bundle} while another is being made
   * @throws IOException when the stream cannot be written
   */
  void writeBundle(boolean traces, OutputStream out) throws IOException;
}
