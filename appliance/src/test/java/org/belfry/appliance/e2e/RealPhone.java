package org.belfry.appliance.e2e;

import org.belfry.media.record.Wav;

/** A phone written by others, driven like a person would. */
interface RealPhone extends AutoCloseable {

  /** Waits until the phone says that it is registered. */
  void registered();

  void dials(String extension);

  /** Waits until the phone says that somebody calls. */
  void rings();

  void answers();

  /** Turns down a call that rings. */
  void declines();

  void hangsUp();

  /** Waits until both sides are connected. */
  void talks();

  /** Waits until the other side, or the server, has ended its call. */
  void callIsOver();

  /** What the phone has recorded of the other side; ask after the call. */
  Wav heard();

  /** Everything it said, for failures. */
  String said();

  @Override
  void close();
}
