package org.belfry.appliance.directory;

/**
 * Something in a directory that does not fit together.
 *
 * @param owner whose field it is
 * @param field as the command of the owner calls it
 * @param message for people
 * @param severe whether a command that brings it about is refused; otherwise it is only shown
 */
public record Finding(Owner owner, String field, String message, boolean severe) {}
