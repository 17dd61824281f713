/**
 * Recording: sound of one or two legs into a file, written by another thread than the tick's. May
 * import {@code path}, {@code codec} and {@code file}.
 *
 * <p>Start at {@link org.belfry.media.record.Recorder}. {@link org.belfry.media.record.Wav} is a
 * short WAV file as a value.
 */
@NullMarked
package org.belfry.media.record;

import org.jspecify.annotations.NullMarked;
