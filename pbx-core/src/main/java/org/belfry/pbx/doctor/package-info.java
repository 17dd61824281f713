/**
 * Says what became of a call and what was wrong with it: rules look at its record, its messages and
 * the quality of its legs.
 *
 * <p>Pure functions; nothing here changes a call. Imports {@code cdr}, {@code trace}, {@code sip}
 * and {@code sip.message}. Start at {@link org.belfry.pbx.doctor.CallDoctor}.
 */
@NullMarked
package org.belfry.pbx.doctor;

import org.jspecify.annotations.NullMarked;
