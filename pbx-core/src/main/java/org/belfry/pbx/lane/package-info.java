/**
 * The lanes of a server: takes each message and letter to the machine it belongs to, on the lane of
 * its call, and counts what happens.
 *
 * <p>{@link org.belfry.pbx.lane.LaneHosts} assembles the machines' hosts of a lane, {@link
 * org.belfry.pbx.lane.SipLane} hands each its letters, {@link org.belfry.pbx.lane.IncomingRequests}
 * routes requests that pass the gates. It knows every package below. Start at {@link
 * org.belfry.pbx.lane.SipLanes}.
 */
@NullMarked
package org.belfry.pbx.lane;

import org.jspecify.annotations.NullMarked;
