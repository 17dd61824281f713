/**
 * Codecs: PCM to wire and back. Pure functions over arrays. Start at {@link
 * org.belfry.media.codec.G711}.
 */
@NullMarked
package org.belfry.media.codec;

import org.jspecify.annotations.NullMarked;
