package org.belfry.media.ice;

import org.jspecify.annotations.Nullable;

/** How a candidate was come by (RFC 8445 §5.1.1), with the preference of §5.1.2.2. */
public enum CandidateType {
  HOST("host", 126),
  PEER_REFLEXIVE("prflx", 110),
  SERVER_REFLEXIVE("srflx", 100),
  RELAYED("relay", 0);

  private final String word;
  private final int preference;

  CandidateType(String word, int preference) {
    this.word = word;
    this.preference = preference;
  }

  /** The word in a candidate line. */
  public String word() {
    return word;
  }

  /**
   * The priority of a candidate of this type (RFC 8445 §5.1.2.1).
   *
   * @param localPreference 0 to 65535, higher for what we like better
   * @param component 1 to 256
   */
  public long priority(int localPreference, int component) {
    return (long) preference << 24 | (long) localPreference << 8 | 256 - component;
  }

  static @Nullable CandidateType ofWord(String word) {
    for (CandidateType type : values()) {
      if (type.word.equals(word)) {
        return type;
      }
    }
    return null;
  }
}
