package org.belfry.appliance.system;

/** Everything is to be stopped and started anew, as for a state that was restored. An event. */
public record RestartAsked(String reason) {}
