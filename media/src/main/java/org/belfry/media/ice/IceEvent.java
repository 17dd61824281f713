package org.belfry.media.ice;

import java.net.InetSocketAddress;

/** What the owner of an agent has to know. */
public sealed interface IceEvent {
  /**
   * Media goes this way from now on; also after a restart or when the far end moved.
   *
   * @param checked whether a check with our password came from there, or an answer with the far
   *     end's; false between two agents that only answer
   */
  record Selected(SelectedPair pair, boolean checked) implements IceEvent {}

  /** The far end has not agreed to be sent to for the limit: stop sending (RFC 7675 §5.1). */
  record ConsentLost(InetSocketAddress remote, String why) implements IceEvent {}

  /** No way was found; the sentence is for the call's trace. */
  record Failed(String why) implements IceEvent {}

  /** Our credentials are these now: our session description has to say so. */
  record Restarted(IceCredentials local) implements IceEvent {}
}
