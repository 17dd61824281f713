package org.belfry.pbx.admin;

import java.util.List;

/**
 * What those hear who wait: on hold, in a queue, parked. The site's own pieces one after the other,
 * in the order of their names; without any, what the settings say. A queue may have a playlist of
 * its own.
 */
public interface MusicAdmin {
  /** The playlist of all who wait and have no other. */
  String SITE = "";

  /** Names of the playlists beside the site's, in order; each has a piece at least. */
  List<String> playlists();

  /**
   * Its pieces, in the order in which they are played; none when there is no such playlist.
   *
   * @param playlist a name, or {@link #SITE}
   */
  List<PieceView> pieces(String playlist);

  /**
   * Adds a piece, or replaces the one of this name; heard at once by who begins to wait. The first
   * piece makes the playlist.
   *
   * @param name small letters, digits and hyphens
   * @param sound WAV or Ogg/Opus
   * @throws InvalidCommand when it is no such thing, a name cannot be one, all pieces of the
   *     playlist together are too long, or there are too many playlists
   */
  PieceView put(String playlist, String name, byte[] sound);

  /**
   * A WAV file of it.
   *
   * @throws NotFound when there is no such piece
   */
  byte[] sound(String playlist, String name);

  /**
   * Removes a piece; the last one takes the playlist with it.
   *
   * @throws NotFound when there is no such piece
   */
  void remove(String playlist, String name);

  record PieceView(String name, double seconds) {}
}
