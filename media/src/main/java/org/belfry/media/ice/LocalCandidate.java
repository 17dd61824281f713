package org.belfry.media.ice;

import java.net.InetSocketAddress;

/**
 * A candidate of ours with the socket behind it.
 *
 * @param base the local address of the socket: that of the candidate itself, but for reflexive ones
 */
public record LocalCandidate(Candidate candidate, InetSocketAddress base) {}
