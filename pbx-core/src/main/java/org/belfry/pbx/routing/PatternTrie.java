package org.belfry.pbx.routing;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.belfry.pbx.directory.NumberPattern;
import org.jspecify.annotations.Nullable;

/**
 * Finds the first of many values whose pattern fits a number, in the order they were added, by
 * looking at each digit once. Filled by one thread, then only read.
 */
final class PatternTrie<T> {
  private static final int[] NONE = {};

  private final Node root = new Node();
  private final List<T> values = new ArrayList<>();

  /** A value that fits any number when there is no pattern. */
  void add(List<NumberPattern> patterns, T value) {
    int order = values.size();
    values.add(value);
    if (patterns.isEmpty()) {
      root.open = with(root.open, order);
    }
    for (NumberPattern pattern : patterns) {
      String text = pattern.text();
      boolean open = text.charAt(text.length() - 1) == '*';
      Node node = root;
      for (int i = 0; i < text.length() - (open ? 1 : 0); i++) {
        node = node.next.computeIfAbsent(text.charAt(i), c -> new Node());
      }
      if (open) {
        node.open = with(node.open, order);
      } else {
        node.exact = with(node.exact, order);
      }
    }
  }

  /** The first that fits and is wanted, or null. */
  @Nullable T first(String number, Predicate<T> wanted) {
    int best = find(root, number, 0, Integer.MAX_VALUE, wanted);
    return best == Integer.MAX_VALUE ? null : values.get(best);
  }

  private int find(Node node, String number, int at, int best, Predicate<T> wanted) {
    int found = lowest(node.open, best, wanted);
    if (at == number.length()) {
      return lowest(node.exact, found, wanted);
    }
    if (node.next.isEmpty()) {
      return found;
    }
    char c = number.charAt(at);
    Node literal = node.next.get(c);
    if (literal != null && c != 'X') {
      found = find(literal, number, at + 1, found, wanted);
    }
    Node any = c >= '0' && c <= '9' ? node.next.get('X') : null;
    return any == null ? found : find(any, number, at + 1, found, wanted);
  }

  /** Orders ascend, so the first that is wanted is the lowest. */
  private int lowest(int[] orders, int best, Predicate<T> wanted) {
    for (int order : orders) {
      if (order >= best) {
        return best;
      }
      if (wanted.test(values.get(order))) {
        return order;
      }
    }
    return best;
  }

  private static int[] with(int[] orders, int order) {
    if (orders.length > 0 && orders[orders.length - 1] == order) {
      return orders;
    }
    int[] more = java.util.Arrays.copyOf(orders, orders.length + 1);
    more[orders.length] = order;
    return more;
  }

  private static final class Node {
    final Map<Character, Node> next = new HashMap<>(2);
    int[] open = NONE;
    int[] exact = NONE;
  }
}
