/**
 * What people hear who wait: the site's own music, and playlists for single queues. Imports {@code
 * pbx.admin} and {@code webui.base}. Start at {@link org.belfry.webui.music.MusicView}.
 */
@NullMarked
package org.belfry.webui.music;

import org.jspecify.annotations.NullMarked;
