/**
 * What is played to people: prompts, music on hold, tones (ITU-T E.180). Everything is a {@link
 * org.belfry.media.path.FrameSource} in the end; files are read ahead by another thread, never on
 * the tick. May import {@code path}, {@code codec} and {@code file}.
 *
 * <p>Start at {@link org.belfry.media.play.Player}.
 */
@NullMarked
package org.belfry.media.play;

import org.jspecify.annotations.NullMarked;
