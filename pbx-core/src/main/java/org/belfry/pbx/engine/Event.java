package org.belfry.pbx.engine;

/**
 * Something that has happened: a message arrived, a timer fired, a caller gave up. Named in the
 * past tense.
 */
public interface Event {}
