package org.belfry.pbx.call;

/**
 * What finds a leg from any lane.
 *
 * @param callId of its dialog: tells its lane
 */
public record LegRef(String callId, long number) {}
