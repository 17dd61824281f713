/**
 * How sound moves inside the media plane: frames of 20 ms of linear PCM in one channel, pulled from
 * a {@link org.belfry.media.path.FrameSource} and pushed into a {@link
 * org.belfry.media.path.FrameSink}, one per tick. {@link org.belfry.media.path.Frames} has the
 * arithmetic of a frame, {@link org.belfry.media.path.Level} how loud it is.
 *
 * <p>The sound of a leg is an {@link org.belfry.media.path.AudioLeg}: its phone's packets in,
 * frames out, and back; two of them are a {@link org.belfry.media.path.Transcoder}. Which codecs
 * there are on this machine says {@link org.belfry.media.path.SoundLibraries}.
 *
 * <p>No clock, no thread, no socket. Imports {@code rtp}, {@code jitter}, {@code codec} and {@code
 * dtmf}. Start at {@link org.belfry.media.path.FrameSource}.
 */
@NullMarked
package org.belfry.media.path;

import org.jspecify.annotations.NullMarked;
