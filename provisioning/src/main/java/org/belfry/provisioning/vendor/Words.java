package org.belfry.provisioning.vendor;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What is set, in a brand's own words and in order. A word is set once: a second time is our fault.
 */
final class Words {
  private final Map<String, String> words = new LinkedHashMap<>();

  Words put(String word, String value) {
    if (words.putIfAbsent(word, value) != null) {
      throw new IllegalStateException("A template sets " + word + " twice.");
    }
    return this;
  }

  Words put(String word, int value) {
    return put(word, Integer.toString(value));
  }

  /** The words with an expert's overrides: new ones at the end, empty ones out. */
  Map<String, String> with(Map<String, String> overrides) {
    Map<String, String> all = new LinkedHashMap<>(words);
    overrides.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(each -> {
          if (each.getValue().isEmpty()) {
            all.remove(each.getKey());
          } else {
            all.put(each.getKey(), each.getValue());
          }
        });
    return all;
  }
}
