package org.belfry.pbx.presence;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.belfry.pbx.sip.Aor;
import org.jspecify.annotations.Nullable;

/**
 * The dialogs of every AOR of ours, now. Written by the lanes of the calls, read by anybody: by the
 * lane that owns a watched AOR, and by who picks up a call.
 *
 * <p>A change says nothing but "look again", and only to those who watch the AOR. So no change can
 * be lost or overtake another, and calls of unwatched AORs cost an entry in a map.
 */
public final class LiveDialogs {
  /** Of one AOR; further ones are not shown: a lamp is lit by the first, and bodies stay small. */
  static final int DIALOGS_MAX = 24;

  /** Of one AOR; further ones are not known, and nobody may take their place. */
  private static final int KEPT_MAX = 1000;

  private final Map<Aor, Map<String, WatchedDialog>> dialogs = new ConcurrentHashMap<>();
  private final Set<Aor> watched = ConcurrentHashMap.newKeySet();
  private volatile Consumer<Aor> watcher = aor -> {};

  /**
   * @param its told of watched AORs whose dialogs have changed, on any thread; returns at once
   */
  public void tell(Consumer<Aor> its) {
    watcher = its;
  }

  /** A dialog has begun, or is in another state. On any thread. */
  public void put(Aor aor, WatchedDialog dialog) {
    dialogs.compute(
        aor,
        (a, its) -> {
          Map<String, WatchedDialog> kept = its == null ? new ConcurrentHashMap<>(4) : its;
          if (kept.size() < KEPT_MAX || kept.containsKey(dialog.key())) {
            kept.put(dialog.key(), dialog);
          }
          return kept;
        });
    changed(aor);
  }

  /** A dialog is over. On any thread. */
  public void remove(Aor aor, String key) {
    dialogs.computeIfPresent(
        aor,
        (a, its) -> {
          its.remove(key);
          return its.isEmpty() ? null : its;
        });
    changed(aor);
  }

  /** The dialogs of an AOR now, in a steady order. On any thread. */
  public List<WatchedDialog> of(Aor aor) {
    Map<String, WatchedDialog> its = dialogs.get(aor);
    if (its == null) {
      return List.of();
    }
    List<WatchedDialog> all = new ArrayList<>(its.values());
    all.sort(Comparator.comparing(WatchedDialog::key));
    return all.size() > DIALOGS_MAX ? all.subList(0, DIALOGS_MAX) : all;
  }

  /**
   * Whose phone rings with this call, or null: for who names a dialog and nobody's AOR. Looks at
   * all of them.
   */
  public @Nullable Ringing ringing(String callId) {
    for (Map.Entry<Aor, Map<String, WatchedDialog>> each : dialogs.entrySet()) {
      for (WatchedDialog dialog : each.getValue().values()) {
        if (dialog.rings() && dialog.callId().equals(callId)) {
          return new Ringing(each.getKey(), dialog);
        }
      }
    }
    return null;
  }

  /** Which of our users have a call, and by which dialogs of theirs. Looks at all of them. */
  public List<Held> ofCall(String callId) {
    List<Held> its = new ArrayList<>(2);
    dialogs.forEach((aor, all) ->
        all.values().stream()
            .filter(dialog -> dialog.callId().equalsIgnoreCase(callId))
            .forEach(dialog -> its.add(new Held(aor, dialog))));
    return its;
  }

  /** A dialog of an AOR. */
  public record Held(Aor aor, WatchedDialog dialog) {}

  /** A phone of an AOR that rings. */
  public record Ringing(Aor aor, WatchedDialog dialog) {}

  /** AORs that have a dialog, for tests that look for leaks. */
  public int size() {
    return dialogs.size();
  }

  /** From now on changes of this AOR are told. */
  public void watch(Aor aor) {
    watched.add(aor);
  }

  /** Nobody watches it any more. */
  public void unwatch(Aor aor) {
    watched.remove(aor);
  }

  /** The AORs that are watched, for those who change all of them. */
  public Set<Aor> watched() {
    return Set.copyOf(watched);
  }

  private void changed(Aor aor) {
    if (watched.contains(aor)) {
      watcher.accept(aor);
    }
  }
}
