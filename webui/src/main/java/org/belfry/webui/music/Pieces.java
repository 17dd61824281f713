package org.belfry.webui.music;

import java.text.Normalizer;
import java.util.Locale;

/** Pieces of music as they come from somebody's disk. */
final class Pieces {
  /** Nine minutes of a CD; what is kept of it is smaller. */
  static final int BYTES_MAX = 100_000_000;

  private static final int NAME_MAX = 64;

  private Pieces() {}

  /** What a piece is called after its file: {@code Café del Mar.wav} is {@code cafe-del-mar}. */
  static String name(String file) {
    int dot = file.lastIndexOf('.');
    String plain =
        Normalizer.normalize(dot > 0 ? file.substring(0, dot) : file, Normalizer.Form.NFD)
            .replaceAll("\\p{M}+", "")
            .toLowerCase(Locale.ROOT)
            .replaceAll("[^a-z0-9]+", "-");
    String name = plain.substring(0, Math.min(NAME_MAX, plain.length())).replaceAll("^-|-$", "");
    return name.isEmpty() ? "piece" : name;
  }
}
