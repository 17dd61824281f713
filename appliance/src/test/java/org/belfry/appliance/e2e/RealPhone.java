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

  /** Puts the other side on hold. */
  void holds();

  void resumes();

  /** Blind transfer (RFC 5589 §6.1). */
  void transfers(String extension);

  /** Waits until both sides are connected. */
  void talks();

  /** Waits until the other side, or the server, has ended its call. */
  void callIsOver();

  /** Forgets what it said: the next call is not mistaken for the last. */
  void forgets();

  /** What the phone has recorded of the other side so far, in its last call. */
  Wav heard();

  /** Everything it said, for failures. */
  String said();

  @Override
  void close();
}
