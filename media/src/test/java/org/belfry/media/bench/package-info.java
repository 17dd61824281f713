/**
 * What {@code bench/media.py} starts beside others' relays: {@link
 * org.belfry.media.bench.RelayMain} is a media server by itself, {@link
 * org.belfry.media.bench.RoomMain} one with a room in it, {@link org.belfry.media.bench.RtpLoad}
 * are the phones.
 */
package org.belfry.media.bench;
