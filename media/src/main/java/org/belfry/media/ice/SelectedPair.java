package org.belfry.media.ice;

import java.net.InetSocketAddress;

/**
 * The way that was found.
 *
 * @param base the local address of the socket to send from
 * @param remote where to send to
 * @param local the address under which the far end sees us, as far as we know
 */
public record SelectedPair(
    InetSocketAddress base,
    InetSocketAddress remote,
    InetSocketAddress local,
    CandidateType localType,
    CandidateType remoteType) {}
