/**
 * Where a request goes: the dialled URI and the directory give a route.
 *
 * <p>Pure functions over the snapshot; no bindings, no sockets. Imports {@code sip} and {@code
 * directory}. Start at {@link org.belfry.pbx.routing.Router}.
 */
@NullMarked
package org.belfry.pbx.routing;

import org.jspecify.annotations.NullMarked;
