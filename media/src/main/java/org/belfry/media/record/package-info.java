/** Recordings: WAV files and what is in them. Start at {@link org.belfry.media.record.Wav}. */
@NullMarked
package org.belfry.media.record;

import org.jspecify.annotations.NullMarked;
