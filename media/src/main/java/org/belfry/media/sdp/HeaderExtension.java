package org.belfry.media.sdp;

import org.jspecify.annotations.Nullable;

/**
 * An RTP header extension and its number (RFC 8285 §5).
 *
 * @param id 1 to 14 in the short form, to 255 in the long
 */
public record HeaderExtension(int id, String uri) {

  static @Nullable HeaderExtension parse(String value) {
    String[] words = value.strip().split(" +", 3);
    if (words.length < 2) {
      return null;
    }
    int slash = words[0].indexOf('/');
    int id = Digits.of(slash < 0 ? words[0] : words[0].substring(0, slash), 4351);
    return id < 1 ? null : new HeaderExtension(id, words[1]);
  }
}
