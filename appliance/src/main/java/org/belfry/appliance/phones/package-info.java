/**
 * Phones that configure themselves: which there are, what each gets and has fetched, how those out
 * of their box find us, how all are told of a change, and the directory they look names up in. What
 * is in the files is {@code provisioning}'s.
 *
 * <p>Imports {@code audit}, {@code directory}, {@code network}, {@code persistence} and {@code
 * system}. Start at {@link org.belfry.appliance.phones.Phones}, and for one request at {@link
 * org.belfry.appliance.phones.PhoneFiles}.
 */
@NullMarked
package org.belfry.appliance.phones;

import org.jspecify.annotations.NullMarked;
