package org.belfry.appliance.prompts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The texts of a language's phrases: {@code name = text}, one a line; # begins a comment. */
final class Phrases {
  private Phrases() {}

  /** In the order of the file. */
  static Map<String, String> read(String file) {
    Map<String, String> texts = new LinkedHashMap<>();
    file.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .forEach(line -> {
          int equals = line.indexOf('=');
          if (equals > 0) {
            texts.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
          }
        });
    return Collections.unmodifiableMap(texts);
  }

  /** Those that come with Belfry; empty for a language that does not. */
  static Map<String, String> ofPack(String language) throws IOException {
    try (InputStream file = open(language, "phrases.txt")) {
      return file == null
          ? Map.of()
          : read(new String(file.readAllBytes(), StandardCharsets.UTF_8));
    }
  }

  static @Nullable InputStream open(String language, String file) {
    return Phrases.class.getResourceAsStream("/prompts/" + language + "/" + file);
  }
}
