/**
 * Recordings of calls: what there is, what is being made, and whose calls are recorded. Imports
 * {@code pbx.admin} and {@code webui.base}. Start at {@link
 * org.belfry.webui.recordings.RecordingsView}.
 */
@NullMarked
package org.belfry.webui.recordings;

import org.jspecify.annotations.NullMarked;
