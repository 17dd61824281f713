/**
 * Parking: a call waits in a slot, with music, until anybody fetches it. A slot is the park code
 * with its number behind it, {@code *51} to {@code *599}: who is transferred there (RFC 3515) is
 * parked, who dials it fetches (RFC 5359 §2.15), and its lamp is lit meanwhile (RFC 4235). A call
 * that nobody fetches comes back to who parked it. Imports {@code call}, {@code presence}, {@code
 * directory}, {@code identity} and {@code sip}. Start at {@link org.belfry.pbx.app.park.ParkCalls}.
 */
@NullMarked
package org.belfry.pbx.app.park;

import org.jspecify.annotations.NullMarked;
