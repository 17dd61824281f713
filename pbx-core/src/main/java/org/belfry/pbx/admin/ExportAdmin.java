package org.belfry.pbx.admin;

import java.io.IOException;
import java.io.OutputStream;

/** What somebody may want to take along to another telephone system, in open formats. */
public interface ExportAdmin {

  /** Users as CSV (RFC 4180) in UTF-8, without passwords. */
  void users(OutputStream out) throws IOException;

  /** The inventory of phones as CSV (RFC 4180) in UTF-8, without secrets. */
  void phones(OutputStream out) throws IOException;

  /** The newest 100,000 calls as CSV (RFC 4180) in UTF-8. */
  void calls(OutputStream out) throws IOException;

  /** The newest 100,000 of those that match. */
  void calls(OutputStream out, CallHistory.Filter filter) throws IOException;

  /** All voice messages as a zip: a folder for each mailbox, and {@code messages.csv}. */
  void voicemail(OutputStream out) throws IOException;
}
