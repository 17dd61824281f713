/**
 * HTTP to servers that somebody has configured: webhooks and attendants' call-outs. What may be
 * asked, and that nobody else is.
 *
 * <p>Imports nothing of ours. Start at {@link org.belfry.appliance.outgoing.OutgoingHttp}.
 */
@NullMarked
package org.belfry.appliance.outgoing;

import org.jspecify.annotations.NullMarked;
