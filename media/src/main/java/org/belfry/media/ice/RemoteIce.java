package org.belfry.media.ice;

import java.util.List;

/**
 * The ICE part of the far end's session description (RFC 8839 §5).
 *
 * @param lite whether it said {@code a=ice-lite}
 * @param candidates of the agent's component; more may follow
 */
public record RemoteIce(IceCredentials credentials, boolean lite, List<Candidate> candidates) {
  public RemoteIce {
    candidates = List.copyOf(candidates);
  }
}
