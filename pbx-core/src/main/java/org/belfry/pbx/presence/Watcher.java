package org.belfry.pbx.presence;

import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Peer;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;

/**
 * Who has sent a SUBSCRIBE: one of our users, or a peer, whose requests need no digest.
 *
 * @param key the user's extension; for a peer what no extension can be
 * @param user null for a peer
 */
public record Watcher(String key, @Nullable User user) {
  private static final String PEER = "peer ";

  public static Watcher of(User user) {
    return new Watcher(user.extension(), user);
  }

  public static Watcher of(Peer peer) {
    return new Watcher(PEER + peer.id(), null);
  }

  /** The watcher with this key, or null when the directory has none any more. */
  static @Nullable Watcher known(String key, Directory directory) {
    if (!key.startsWith(PEER)) {
      User user = directory.user(key);
      return user == null ? null : of(user);
    }
    return directory.peers().stream()
        .map(Watcher::of)
        .filter(each -> each.key().equals(key))
        .findFirst()
        .orElse(null);
  }
}
