/**
 * What the machine around us is told and may ask: whoever supervises us that we are ready and alive
 * (sd_notify), the firewall which ports we have open, root where the set-up page is; and when this
 * machine is reached by another address. Does nothing where nobody asks.
 *
 * <p>Imports {@code system} and {@code security}; call control tells through {@link
 * org.belfry.appliance.host.Pulse} that it lives. Start at {@link
 * org.belfry.appliance.host.Supervision}.
 */
@NullMarked
package org.belfry.appliance.host;

import org.jspecify.annotations.NullMarked;
