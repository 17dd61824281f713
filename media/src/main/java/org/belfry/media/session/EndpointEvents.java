package org.belfry.media.session;

import java.time.Duration;
import org.belfry.media.dtmf.Digit;

/**
 * What an application is told of its call's media. Digits, ends of sounds and silence come on the
 * tick thread, which must not be kept: hand them on and return.
 */
public interface EndpointEvents extends SessionEvents {
  /**
   * A key was pressed and released.
   *
   * @param held how long it was down
   */
  void dialled(String endpointId, Digit digit, Duration held);

  /**
   * What was ordered to be played is over.
   *
   * @param order the number that {@link EndpointSound#play} gave
   * @param whole false when it was stopped or could not be played to its end
   */
  void played(String endpointId, long order, boolean whole);

  /** The phone has been silent for as long as {@link EndpointSound#listenForSilence} asked for. */
  void silent(String endpointId);
}
