/**
 * Where a call goes: who calls, what is dialled, the directory and the moment give a plan, and the
 * reasons for it.
 *
 * <p>Pure functions over the snapshot; no bindings, no sockets, no clock. {@link
 * org.belfry.pbx.routing.Planner} plans: within one call's {@code Planning}, {@code Destinations}
 * asks {@code UserPlans}, {@code GroupPlans} and {@code OutsidePlans}, which lead to one another
 * along a {@code Way} that remembers where the call has been. {@link
 * org.belfry.pbx.routing.CallPlan} is what comes of it, {@link org.belfry.pbx.routing.PlanCursor}
 * walks it, {@link org.belfry.pbx.routing.Router} says what an address means to requests that are
 * no calls. Imports {@code sip}, {@code sip.message} and {@code directory}. Start at {@link
 * org.belfry.pbx.routing.Planner}.
 */
@NullMarked
package org.belfry.pbx.routing;

import org.jspecify.annotations.NullMarked;
