package org.belfry.pbx.fuse;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What other settings of the fuse would let through that these do not. */
public final class FuseChange {
  private FuseChange() {}

  /** Something that lets more calls through than before. */
  public sealed interface Looser {
    /** A limit is higher, or there is none any more. */
    record Limit(FuseKey key, FuseMeasure measure) implements Looser {}

    /**
     * @param name of the component
     */
    record Setting(String name) implements Looser {}
  }

  /** All of it; nothing when the fuse becomes tighter or stays as it is. */
  public static Set<Looser> looser(FuseSettings before, FuseSettings after) {
    Set<Looser> found = new LinkedHashSet<>();
    add(found, "enabled", before.enabled() && !after.enabled());
    Set<FuseKey> keys = new HashSet<>(before.limits().keySet());
    keys.addAll(after.limits().keySet());
    keys.forEach(key -> limits(found, key, before.limits(key), after.limits(key)));
    add(found, "cut", !after.cut().containsAll(before.cut()));
    add(found, "firstCalls", after.firstCalls().compareTo(before.firstCalls()) < 0);
    normal(found, before.normal(), after.normal());
    return found;
  }

  private static void limits(Set<Looser> found, FuseKey key, FuseLimits before, FuseLimits after) {
    for (FuseMeasure measure : FuseMeasure.values()) {
      long was = before.of(measure);
      long is = after.of(measure);
      if (was > 0 && (is == 0 || is > was)) { // 0 is no limit
        found.add(new Looser.Limit(key, measure));
      }
    }
  }

  /** Nights that are compared are others with any other hour. */
  private static void normal(Set<Looser> found, NormalHours before, NormalHours after) {
    add(found, "learned", before.enabled() && !after.enabled());
    add(found, "nightFrom", !before.from().equals(after.from()));
    add(found, "nightTo", !before.to().equals(after.to()));
    add(found, "times", after.times() > before.times());
    boolean higher = false;
    for (FuseKind kind : FuseKind.values()) {
      higher |= calls(after, kind) > calls(before, kind);
    }
    add(found, "floor", higher);
  }

  private static int calls(NormalHours hours, FuseKind kind) {
    @Nullable Integer calls = hours.floor().get(kind);
    return calls == null ? 0 : calls;
  }

  private static void add(Set<Looser> found, String name, boolean looser) {
    if (looser) {
      found.add(new Looser.Setting(name));
    }
  }
}
