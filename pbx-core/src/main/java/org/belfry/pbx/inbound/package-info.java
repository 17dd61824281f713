/**
 * Requests as they arrive: who sent one ({@link org.belfry.pbx.inbound.Inbound}), whether it is
 * admitted at all (RFC 6357 overload, {@link org.belfry.pbx.inbound.AdmissionControl}) and which
 * addresses it may not name ({@link org.belfry.pbx.inbound.ReservedAddresses}).
 *
 * <p>Reads the directory, the location service and the trunks' servers; knows no lane and no proxy.
 * Start at {@link org.belfry.pbx.inbound.Inbound}.
 */
@NullMarked
package org.belfry.pbx.inbound;

import org.jspecify.annotations.NullMarked;
