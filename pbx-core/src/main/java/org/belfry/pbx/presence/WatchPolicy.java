package org.belfry.pbx.presence;

import org.belfry.pbx.directory.User;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/** Who may watch whom. Asked on a lane, so it answers at once. */
@FunctionalInterface
public interface WatchPolicy {
  /**
   * Lamps and presence of everybody, and conferences, to every user of ours and every peer; mailbox
   * and registrations to their owner alone.
   */
  WatchPolicy COLLEAGUES =
      (watcher, watched, event) ->
          isOwn(watcher, watched)
              || event.equals("dialog")
              || event.equals("presence")
              || event.equals("conference");

  /** Everything to its owner alone. */
  WatchPolicy OWN = (watcher, watched, event) -> isOwn(watcher, watched);

  /**
   * @param watcher null for a peer, which asks for users of its own
   * @param event name of an event package
   */
  boolean mayWatch(@Nullable User watcher, Aor watched, String event);

  private static boolean isOwn(@Nullable User watcher, Aor watched) {
    return watcher != null && watcher.extension().equalsIgnoreCase(watched.user());
  }
}
