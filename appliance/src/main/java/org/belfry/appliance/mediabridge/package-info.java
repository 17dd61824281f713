/**
 * Joins signalling and media: shows the session descriptions of {@code pbx.anchor} to {@code
 * media.session}, tells it who is at each end, and brings back how calls sounded and which have
 * lost their media.
 *
 * <p>Imports {@code system} and {@code directory}. Start at {@link
 * org.belfry.appliance.mediabridge.MediaBridge}.
 */
@NullMarked
package org.belfry.appliance.mediabridge;

import org.jspecify.annotations.NullMarked;
