/**
 * The lanes of a server: takes each message and letter to the machine it belongs to, on the lane of
 * its call, and counts what happens.
 *
 * <p>{@link org.belfry.pbx.lane.SipLane} joins the machines' hosts and asks of each request what
 * RFC 3261 §8.2 and §16.3 want asked; it knows every room below. Start at {@link
 * org.belfry.pbx.lane.SipLanes}.
 */
@NullMarked
package org.belfry.pbx.lane;

import org.jspecify.annotations.NullMarked;
