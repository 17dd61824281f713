/**
 * What the call path knows of users and peers: one immutable snapshot, swapped by one volatile
 * write after a committed change.
 *
 * <p>Built by the appliance from the database. Imports {@code sip} words only. Start at {@link
 * org.belfry.pbx.directory.Directory}.
 */
@NullMarked
package org.belfry.pbx.directory;

import org.jspecify.annotations.NullMarked;
