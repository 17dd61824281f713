/**
 * What happens to calls, told as it happens: to listeners here, and to other servers by HTTP
 * (webhooks).
 *
 * <p>Nothing here is on the call path: calls that go on are looked at when something has changed,
 * and only while somebody listens. Imports {@code cdr} and {@code directory}. Start at {@link
 * org.belfry.appliance.events.CallFeed}.
 */
@NullMarked
package org.belfry.appliance.events;

import org.jspecify.annotations.NullMarked;
