package org.belfry.media.sdp.negotiation;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Gives payload types on one side of one m-line: a codec keeps its number for the life of the
 * dialog, and a number its codec (RFC 3264 §8.3.2).
 */
final class Numbers {
  private final Map<Integer, String> known;
  private final Set<Integer> given = new HashSet<>();

  Numbers(Map<Integer, String> known) {
    this.known = new LinkedHashMap<>(known);
  }

  /** The other side wrote it so. */
  void learn(int number, String codec) {
    known.remove(number); // the latest stands last
    known.put(number, codec);
  }

  /**
   * The number to offer a codec with.
   *
   * @param wanted if it has none yet and this one is free
   * @param reserved wanted by other codecs
   * @return -1 when all are taken
   */
  int give(String codec, int wanted, Set<Integer> reserved) {
    int number = known(codec);
    if (number < 0 && isFree(wanted, codec)) {
      number = wanted;
    }
    for (int i = 96; number < 0 && i < 128 + (64 - 35); i++) {
      int candidate = i < 128 ? i : i - 128 + 35;
      if (isFree(candidate, codec) && !reserved.contains(candidate)) {
        number = candidate;
      }
    }
    if (number >= 0) {
      given.add(number);
      known.putIfAbsent(number, codec);
    }
    return number;
  }

  private int known(String codec) {
    int number = -1;
    for (Map.Entry<Integer, String> entry : known.entrySet()) {
      if (entry.getValue().equals(codec) && !given.contains(entry.getKey())) {
        number = entry.getKey();
      }
    }
    return number;
  }

  private boolean isFree(int number, String codec) {
    String meaning = known.get(number);
    // RFC 5761 §4: on one port with RTCP, 64 to 95 would be taken for its types.
    return (number < 64 || number > 95)
        && !given.contains(number)
        && (meaning == null || meaning.equals(codec));
  }

  Map<Integer, String> all() {
    return known;
  }
}
