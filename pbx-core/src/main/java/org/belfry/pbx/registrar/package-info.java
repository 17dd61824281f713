/**
 * Registrar (RFC 3261 §10). Owns bindings; knows nothing of calls.
 *
 * <p>Imports {@code sip}, {@code engine}, {@code auth} and {@code directory}. Start at {@link
 * org.belfry.pbx.registrar.BindingTable}.
 */
@NullMarked
package org.belfry.pbx.registrar;

import org.jspecify.annotations.NullMarked;
