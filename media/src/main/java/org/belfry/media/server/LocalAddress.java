package org.belfry.media.server;

import java.net.InetAddress;

/**
 * An address of this machine on which media may run.
 *
 * @param name by which control asks for it, for example {@code lan} or {@code internet6}
 * @param bind the address itself
 * @param advertised what goes into session descriptions: the same, or the public address of the NAT
 *     in front
 */
public record LocalAddress(String name, InetAddress bind, InetAddress advertised) {
  public LocalAddress(String name, InetAddress address) {
    this(name, address, address);
  }
}
