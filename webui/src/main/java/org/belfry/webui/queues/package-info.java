/**
 * Queues: the list and its form, one queue as it is right now, and the wallboard. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.queues.QueuesView}.
 */
@NullMarked
package org.belfry.webui.queues;

import org.jspecify.annotations.NullMarked;
