package org.belfry.pbx.call;

/**
 * What finds a call from any lane.
 *
 * @param home a Call-ID of its lane, that of its first leg
 */
public record CallRef(String home, long number) {}
