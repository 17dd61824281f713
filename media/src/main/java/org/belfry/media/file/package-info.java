/**
 * Sound in files: WAV (RIFF and RF64, EBU Tech 3306; 8 to 32-bit PCM, float, G.711) and Ogg/Opus
 * (RFC 3533, RFC 7845), read in small pieces and written so that a crash leaves a playable file.
 *
 * <p>Everything here reads and writes disks, so nothing of it may be called on a tick thread:
 * {@code play} and {@code record} stand between. May import {@code codec}.
 *
 * <p>Start at {@link org.belfry.media.file.SoundFile} to read, {@link
 * org.belfry.media.file.SoundWriter} to write, {@link org.belfry.media.file.PartFile} for what a
 * crash leaves behind.
 */
@NullMarked
package org.belfry.media.file;

import org.jspecify.annotations.NullMarked;
