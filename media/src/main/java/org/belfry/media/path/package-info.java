/**
 * How sound moves inside the media plane: frames of 20 ms of linear PCM in one channel, pulled from
 * a {@link org.belfry.media.path.FrameSource} and pushed into a {@link
 * org.belfry.media.path.FrameSink}, one per tick. {@link org.belfry.media.path.Frames} has the
 * arithmetic of a frame, {@link org.belfry.media.path.Level} how loud it is.
 *
 * <p>No clock, no thread, no socket. Start at {@link org.belfry.media.path.FrameSource}.
 */
@NullMarked
package org.belfry.media.path;

import org.jspecify.annotations.NullMarked;
