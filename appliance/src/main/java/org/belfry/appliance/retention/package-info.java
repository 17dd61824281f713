/**
 * Deletes what the owner no longer wants to keep: call history, queue history, audit log, failed
 * mail. Voicemail and recordings, which have files, delete theirs themselves.
 *
 * <p>Imports {@code system}. Start at {@link org.belfry.appliance.retention.Retention}.
 */
@NullMarked
package org.belfry.appliance.retention;

import org.jspecify.annotations.NullMarked;
