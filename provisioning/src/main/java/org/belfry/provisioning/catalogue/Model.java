package org.belfry.provisioning.catalogue;

/**
 * A model, as its data sheet has it.
 *
 * @param lines accounts that it can register, 1 to 48
 * @param keys programmable keys with a lamp or a place on the screen, on all pages; 0 for none
 * @param since the oldest firmware that its template is for
 */
public record Model(Brand brand, String name, int lines, int keys, Firmware since) {}
