/**
 * Where a call goes step by step: walks the plan that {@code routing} makes, and finds the target
 * set of each step (RFC 3261 §16.5) in the registrar. Explains plans without making a call.
 *
 * <p>Knows nothing of the proxy that tries the targets. Start at {@link
 * org.belfry.pbx.proxy.plan.PlanSteps}.
 */
@NullMarked
package org.belfry.pbx.proxy.plan;

import org.jspecify.annotations.NullMarked;
