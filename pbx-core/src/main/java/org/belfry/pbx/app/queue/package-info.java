/**
 * Queues: callers wait until somebody has time for them (automatic call distribution).
 *
 * <p>{@link org.belfry.pbx.app.queue.Queue} is the document. {@link
 * org.belfry.pbx.app.queue.QueueMachine} decides who rings for whom: pure, (state, event, now) to
 * next state and effects, and knows no call. Imports {@code directory} and {@code engine}, and
 * {@code app} for the calls. Start at {@link org.belfry.pbx.app.queue.QueueState}, then {@link
 * org.belfry.pbx.app.queue.QueueMachine}.
 */
@NullMarked
package org.belfry.pbx.app.queue;

import org.jspecify.annotations.NullMarked;
