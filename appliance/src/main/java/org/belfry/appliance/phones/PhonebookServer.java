package org.belfry.appliance.phones;

import java.io.Closeable;
import java.io.IOException;
import org.belfry.pbx.directory.Directory;

/** A server that phones search for people. Used by one thread at a time. */
interface PhonebookServer extends Closeable {
  /**
   * Makes the entries those of the snapshot; only what is different is touched.
   *
   * @throws IOException when the server refuses an entry; those before it are as they should be
   */
  void fill(Directory snapshot) throws IOException;

  /** The port without encryption; negative when there is none. */
  int port();

  /** The port with TLS; negative when there is none. */
  int tlsPort();

  @Override
  void close();
}
