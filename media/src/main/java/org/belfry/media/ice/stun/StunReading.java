package org.belfry.media.ice.stun;

/** What bytes turned out to be: a message, or what is wrong with them. */
public sealed interface StunReading permits ReceivedStun, StunFault {}
