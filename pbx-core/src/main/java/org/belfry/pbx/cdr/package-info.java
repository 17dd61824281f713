/**
 * Call detail records: what is known of a call when it has ended, and the port that takes them.
 *
 * <p>Imports nothing of SIP. Start at {@link org.belfry.pbx.cdr.CallRecord}.
 */
@NullMarked
package org.belfry.pbx.cdr;

import org.jspecify.annotations.NullMarked;
