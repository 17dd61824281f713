/**
 * Runs the STUN and TURN server of {@code media.turn} (RFC 8489, RFC 8656) by the settings, for the
 * users of the directory: who may use it, what they are told of it, and what monitoring asks.
 *
 * <p>Imports {@code system} and {@code directory}. Start at {@link
 * org.belfry.appliance.turn.TurnService}.
 */
@NullMarked
package org.belfry.appliance.turn;

import org.jspecify.annotations.NullMarked;
