package org.belfry.appliance.dialplan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.belfry.appliance.dialplan.Documents.Raw;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the call path is told of stored documents; made anew only of those that have changed. Used
 * by one thread at a time.
 *
 * @param <D> the call path's word for it
 */
final class Kept<D> {
  private static final Logger LOG = LoggerFactory.getLogger(Kept.class);

  private final String what;
  private final Function<Raw, D> reader;
  private Map<Long, One<D>> known = Map.of();

  private record One<D>(Raw raw, D value) {}

  Kept(String what, Function<Raw, D> reader) {
    this.what = what;
    this.reader = reader;
  }

  /** In the order of the rows; what cannot be read is left out, and logged. */
  List<D> of(List<Raw> rows) {
    return new ArrayList<>(byId(rows).values());
  }

  Map<Long, D> byId(List<Raw> rows) {
    Map<Long, One<D>> next = HashMap.newHashMap(rows.size());
    Map<Long, D> values = java.util.LinkedHashMap.newLinkedHashMap(rows.size());
    for (Raw raw : rows) {
      One<D> before = known.get(raw.id());
      try {
        One<D> now =
            before != null && before.raw().equals(raw) ? before : new One<>(raw, reader.apply(raw));
        next.put(raw.id(), now);
        values.put(raw.id(), now.value());
      } catch (RuntimeException e) {
        // Written by a later release, or by hand: the rest of the site goes on without it.
        LOG.error("{} {} cannot be read and is left out", what, raw.name(), e);
      }
    }
    known = next;
    return values;
  }
}
