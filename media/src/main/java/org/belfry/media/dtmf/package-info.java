/**
 * DTMF, the digits that are dialled during a call, in its three ways through a network:
 * telephone-event packets (RFC 4733), SIP INFO bodies, tones in the sound (ITU-T Q.23). Pure
 * machines and functions; time is an argument. Imports nothing of ours; the detector of tones
 * stands in {@code codec.spandsp}.
 *
 * <p>Start at {@link org.belfry.media.dtmf.EventReceiver} and {@link
 * org.belfry.media.dtmf.EventSender}.
 */
@NullMarked
package org.belfry.media.dtmf;

import org.jspecify.annotations.NullMarked;
