/**
 * What the network of phones needs besides SIP: addresses (DHCP), names (DNS) and files (TFTP), by
 * Debian's dnsmasq as a process of ours. Off unless asked for. Imports {@code system} and {@code
 * directory}, and is told which phone gets which address by {@link
 * org.belfry.appliance.network.PhoneAddresses}. Start at {@link
 * org.belfry.appliance.network.DnsmasqFiles}.
 */
@NullMarked
package org.belfry.appliance.network;

import org.jspecify.annotations.NullMarked;
