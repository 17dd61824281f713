package org.belfry.media.sdp;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Media sections that belong together (RFC 5888 §5), for example {@code BUNDLE} (RFC 8843).
 *
 * @param mids which; the first one's transport carries a bundle
 */
public record Group(String semantics, List<String> mids) {
  public static final String BUNDLE = "BUNDLE";

  public Group {
    mids = List.copyOf(mids);
  }

  static @Nullable Group parse(String value) {
    List<String> words = Arrays.asList(value.strip().split(" +"));
    if (words.getFirst().isEmpty() || words.size() > SdpLimits.MEDIA + 1) {
      return null;
    }
    return new Group(words.getFirst(), words.subList(1, words.size()));
  }

  /** As it stands after {@code a=group:}. */
  public String text() {
    return mids.isEmpty() ? semantics : semantics + " " + String.join(" ", mids);
  }
}
