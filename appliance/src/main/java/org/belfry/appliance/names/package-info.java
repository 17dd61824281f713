/**
 * Names to addresses: the one {@link org.belfry.pbx.sip.locate.Resolver} of this process, and what
 * is looked up away from the call path.
 *
 * <p>Imports {@code system}. Start at {@link org.belfry.appliance.names.ServerAddresses}.
 */
@NullMarked
package org.belfry.appliance.names;

import org.jspecify.annotations.NullMarked;
