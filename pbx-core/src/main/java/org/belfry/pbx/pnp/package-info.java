/**
 * The question that a phone out of its box asks the network by multicast, who configures it, and
 * the answer (SIP plug and play): a SUBSCRIBE to {@code ua-profile} at 224.0.1.75, as the framework
 * of RFC 6080 has it, reduced by the makers to one exchange. Pure: bytes in, bytes out; the socket
 * is the appliance's. Imports {@code sip} and {@code sip.message}. Start at {@link
 * org.belfry.pbx.pnp.PhoneQuestion}.
 */
@NullMarked
package org.belfry.pbx.pnp;

import org.jspecify.annotations.NullMarked;
