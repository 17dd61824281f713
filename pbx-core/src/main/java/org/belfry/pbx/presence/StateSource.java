package org.belfry.pbx.presence;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * States by name, for lamps of what is no user: groups, park slots, night switches. Asked on any
 * thread for every SUBSCRIBE to a local user part that is no user's, so it answers at once. Whoever
 * stands behind it says {@code SipServer.stateChanged(name)} after a change.
 */
public interface StateSource {
  /** Nothing but users can be watched. */
  StateSource NONE =
      new StateSource() {
        @Override
        public boolean knows(String name) {
          return false;
        }

        @Override
        public List<WatchedDialog> dialogs(String name) {
          return List.of();
        }
      };

  /** Several as one; of two that know a name the first is asked. */
  static StateSource of(List<StateSource> sources) {
    List<StateSource> all = List.copyOf(sources);
    return new StateSource() {
      @Override
      public boolean knows(String name) {
        for (StateSource each : all) {
          if (each.knows(name)) {
            return true;
          }
        }
        return false;
      }

      @Override
      public List<WatchedDialog> dialogs(String name) {
        for (StateSource each : all) {
          if (each.knows(name)) {
            return each.dialogs(name);
          }
        }
        return List.of();
      }

      @Override
      public @Nullable Instant changesAt(String name) {
        for (StateSource each : all) {
          if (each.knows(name)) {
            return each.changesAt(name);
          }
        }
        return null;
      }

      @Override
      public @Nullable ConferenceState conference(String name) {
        for (StateSource each : all) {
          if (each.knows(name)) {
            return each.conference(name);
          }
        }
        return null;
      }
    };
  }

  /** True when this name can be watched. */
  boolean knows(String name);

  /** Its dialogs now; none is a dark lamp. */
  List<WatchedDialog> dialogs(String name);

  /** When its dialogs change without anybody saying so; null when that is not known. */
  default @Nullable Instant changesAt(String name) {
    return null;
  }

  /** The conference of this name, whether anybody is there or not; null when it is none. */
  default @Nullable ConferenceState conference(String name) {
    return null;
  }
}
