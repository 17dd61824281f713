package org.belfry.media.ice;

import java.net.InetSocketAddress;

/**
 * A check of the far end that was sound and has been answered.
 *
 * @param priority what a candidate learnt from it has (RFC 8445 §7.3.1.3)
 * @param switched whether our role changed by it
 * @param current whether it was signed with our credentials of today, not those before a restart
 */
record Checked(
    InetSocketAddress from,
    InetSocketAddress base,
    long priority,
    boolean nominates,
    boolean switched,
    boolean current) {}
