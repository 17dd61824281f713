package org.belfry.media.sdp.negotiation;

import java.util.List;
import org.belfry.media.sdp.Candidate;
import org.belfry.media.sdp.IceCredentials;

/**
 * The far agent. Credentials that differ from those before mean that ICE begins again (RFC 8445
 * §2.4).
 *
 * @param candidates at most {@link org.belfry.media.sdp.SdpLimits#CANDIDATES}
 * @param lite whether it only answers checks; then we control
 * @param trickle whether more may follow
 * @param complete whether it said that no more will
 * @param controlling whether we are: as offerer, or if the far agent is lite (RFC 8445 §6.1.1)
 */
public record RemoteIce(
    IceCredentials credentials,
    List<Candidate> candidates,
    boolean lite,
    boolean trickle,
    boolean complete,
    boolean controlling) {
  public RemoteIce {
    candidates = List.copyOf(candidates);
  }
}
