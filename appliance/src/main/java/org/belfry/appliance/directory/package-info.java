/**
 * Users and peers in the database, and the snapshot that is made of them after every committed
 * change.
 *
 * <p>Implements {@code pbx.admin}'s user and peer commands. Imports {@code system} and {@code
 * names}. Start at {@link org.belfry.appliance.directory.DirectoryStore}.
 */
@NullMarked
package org.belfry.appliance.directory;

import org.jspecify.annotations.NullMarked;
