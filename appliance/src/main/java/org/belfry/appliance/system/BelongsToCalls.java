package org.belfry.appliance.system;

/** Marks what is made before calls come up: they use it, or it would miss them. */
public interface BelongsToCalls {}
