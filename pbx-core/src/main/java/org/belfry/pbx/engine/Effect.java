package org.belfry.pbx.engine;

/**
 * Something a machine wants done, as data: send this, start that timer. Named in the imperative.
 */
public interface Effect {}
