/** Neighbour servers known by their address. Start at {@link org.belfry.webui.peers.PeersView}. */
@NullMarked
package org.belfry.webui.peers;

import org.jspecify.annotations.NullMarked;
