/**
 * The contacts that users keep for themselves, typed or out of vCards (RFC 6350). Imports {@code
 * directory} and {@code pbx.admin}. Start at {@link
 * org.belfry.appliance.contacts.MariaContactAdmin}.
 */
@NullMarked
package org.belfry.appliance.contacts;

import org.jspecify.annotations.NullMarked;
