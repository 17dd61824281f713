/**
 * Our own side of a trunk: being registered at a provider (RFC 3261 §10.2, RFC 3608, RFC 5626 §4.5)
 * or known to be up by OPTIONS (§11), finding its server (RFC 3263), knowing its calls when they
 * come, and writing numbers as it wants them.
 *
 * <p>Calls by a trunk are {@code call}'s. Everything here is a function of what it is given.
 * Imports {@code sip}, {@code sip.message}, {@code engine}, {@code auth}, {@code directory}, {@code
 * identity} and {@code proxy}'s {@code Advertised}. Start at {@link
 * org.belfry.pbx.app.trunk.TrunkMachine}; for numbers at {@link
 * org.belfry.pbx.app.trunk.NumberFormat}.
 */
@NullMarked
package org.belfry.pbx.app.trunk;

import org.jspecify.annotations.NullMarked;
