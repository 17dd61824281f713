package org.belfry.appliance.prompts;

/** Which recording of the owner's: a language as {@code de}, and the name of a phrase. */
record OwnKey(String language, String name) {}
