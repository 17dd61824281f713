package org.belfry.pbx.sim;

import java.net.InetSocketAddress;

/** What travels on the virtual network. */
public record Datagram(InetSocketAddress from, InetSocketAddress to, byte[] bytes) {}
