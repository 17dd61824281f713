package org.belfry.provisioning.profile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Lays keys out: what somebody put on a key stays there, the rest of the keys gets what the site
 * offers, in the order lines, lamps, parking slots, speed dials.
 */
public final class KeyLayout {
  private KeyLayout() {}

  /**
   * @param room keys that the phone has
   * @param lines a key for each account; they come first, for a phone needs one to be called
   * @param placed what somebody chose, by the key's number from 1; {@link Key.Kind#NONE} keeps a
   *     key free
   * @param offered lamps, slots and speed dials, the most wanted first; what was placed by hand is
   *     not repeated
   * @return the keys from 1 on, without free ones at the end
   */
  public static List<Key> of(
      int room, List<Key> lines, Map<Integer, Key> placed, List<Key> offered) {
    Key[] keys = new Key[room];
    placed.forEach((number, key) -> {
      if (number >= 1 && number <= room) {
        keys[number - 1] = key;
      }
    });
    Iterator<Key> rest =
        Stream.concat(lines.stream(), offered.stream())
            .filter(key -> placed.values().stream().noneMatch(has -> same(has, key)))
            .iterator();
    for (int i = 0; i < room; i++) {
      if (keys[i] == null) {
        keys[i] = rest.hasNext() ? rest.next() : Key.NONE;
      }
    }
    List<Key> all = new ArrayList<>(Arrays.asList(keys));
    while (!all.isEmpty() && all.getLast().kind() == Key.Kind.NONE) {
      all.removeLast();
    }
    return List.copyOf(all);
  }

  private static boolean same(Key a, Key b) {
    return a.kind() == b.kind() && a.line() == b.line() && a.value().equals(b.value());
  }
}
