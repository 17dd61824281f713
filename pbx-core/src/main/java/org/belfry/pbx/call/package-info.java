/**
 * Calls that we hold ourselves, as user agents: legs, and what joins them (RFC 3261 §12 to §15).
 *
 * <p>{@link org.belfry.pbx.call.CallLeg} is one leg: the invite usage of one dialog as a machine,
 * caller or callee, with reliable provisionals (RFC 3262), UPDATE (RFC 3311), session timers (RFC
 * 4028). What joins legs is a machine above it: {@link org.belfry.pbx.call.BackToBack} (a B2BUA,
 * with transfers done here: RFC 3515, 3891, 5589) and {@link org.belfry.pbx.call.ClickToCall} (RFC
 * 3725). An {@link org.belfry.pbx.call.Application} says which of them a call that comes to it is.
 * Bodies are opaque. Imports {@code sip} and {@code engine}; what runs the machines is {@code
 * agent}. Start at {@link org.belfry.pbx.call.CallLeg}.
 */
@NullMarked
package org.belfry.pbx.call;

import org.jspecify.annotations.NullMarked;
