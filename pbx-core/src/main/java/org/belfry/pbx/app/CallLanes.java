package org.belfry.pbx.app;

import org.belfry.pbx.call.CallEvent;
import org.belfry.pbx.call.CallProgram;

/** The lanes, as the threads of programs reach them. For any thread. */
public interface CallLanes {

  /**
   * Something for the call that this Call-ID belongs to; nothing when there is none.
   *
   * @return false when its lane has no room for it now
   */
  boolean command(String callId, CallEvent.CallCommand command);

  /** A new Call-ID, of whatever lane. */
  String newCallId();

  /** Begins a call of ours. */
  void begin(String callId, String application, CallProgram program);

  /** The SIP domain of this site. */
  String domain();
}
