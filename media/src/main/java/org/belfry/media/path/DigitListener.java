package org.belfry.media.path;

import org.belfry.media.dtmf.DtmfEvent;

/** Who wants to know what is dialled. Called in the leg's thread, and must not wait. */
public interface DigitListener {
  /** A key went down or up; each down is followed by one up. */
  void on(DtmfEvent event);
}
