/**
 * Queues at work: the desk on its thread, what is kept of callers and agents, and what pages and
 * the API are told of them. Imports {@code directory} and {@code persistence}. Start at {@link
 * org.belfry.appliance.queue.QueueService}.
 */
@NullMarked
package org.belfry.appliance.queue;

import org.jspecify.annotations.NullMarked;
