package org.belfry.pbx.routing;

import java.util.List;

/**
 * One decision on the way to a plan, so that a person can follow it.
 *
 * @param why the kind of decision
 * @param words what its sentence is about, in the order of the placeholders
 */
public record Reason(Why why, List<String> words) {
  public Reason {
    words = List.copyOf(words);
  }

  public static Reason of(Why why, String... words) {
    return new Reason(why, List.of(words));
  }

  /** The sentence in English; the pages have it in the reader's language by {@link Why}. */
  @Override
  public String toString() {
    String sentence = why.sentence();
    for (int i = 0; i < words.size(); i++) {
      sentence = sentence.replace("{" + i + "}", words.get(i));
    }
    return sentence;
  }
}
