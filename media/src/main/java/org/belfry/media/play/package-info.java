/** What is played: tones. Start at {@link org.belfry.media.play.Tone}. */
@NullMarked
package org.belfry.media.play;

import org.jspecify.annotations.NullMarked;
