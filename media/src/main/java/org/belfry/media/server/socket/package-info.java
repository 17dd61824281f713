/**
 * UDP sockets for media loops and the TURN server, in two ways behind the ports {@link
 * org.belfry.media.server.socket.Sockets}, {@link org.belfry.media.server.socket.UdpSocket} and
 * {@link org.belfry.media.server.socket.Poller}: by NIO on any system, and by Linux's own epoll and
 * socket calls through the foreign-function API, which costs less (bench/diary.md). Neither
 * allocates per packet. Imports {@code rtp} and {@code relay}.
 */
@NullMarked
package org.belfry.media.server.socket;

import org.jspecify.annotations.NullMarked;
