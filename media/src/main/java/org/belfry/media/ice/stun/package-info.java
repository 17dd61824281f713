/**
 * The words of STUN (RFC 8489), ICE's (RFC 8445 §16) and TURN's (RFC 8656 §18) as values: {@link
 * org.belfry.media.ice.stun.StunMessage} is what we say, {@link
 * org.belfry.media.ice.stun.ReceivedStun} is what somebody said, still with its bytes so that its
 * signature can be checked; {@link org.belfry.media.ice.stun.StunFault} is why bytes were no
 * message. No clock, no socket, no random. Imports nothing of ours. Bytes become messages and
 * messages bytes in {@code ice.ice4j.StunCodec}. Start at {@code StunMessage}.
 */
@NullMarked
package org.belfry.media.ice.stun;

import org.jspecify.annotations.NullMarked;
