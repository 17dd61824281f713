package org.belfry.webui.base;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The problems of the API in a language. The API states them in English; {@code
 * sentences_<language>.txt} has the translations. What is not in the file stays English.
 */
final class Sentences {
  private static final String ANYTHING = "{}";
  private static final String BETWEEN = " = ";

  private final List<Sentence> all;

  /**
   * One of them.
   *
   * @param said by the appliance; each group is a part that varies
   * @param parts of the translation, between which the groups stand in their order
   */
  private record Sentence(Pattern said, List<String> parts) {
    static Sentence of(String line) {
      int middle = line.indexOf(BETWEEN);
      if (middle < 0) {
        throw new IllegalStateException("No '" + BETWEEN + "' in: " + line);
      }
      String said =
          parts(line.substring(0, middle)).stream()
              .map(Pattern::quote)
              .collect(Collectors.joining("(.+?)"));
      return new Sentence(Pattern.compile(said), parts(line.substring(middle + BETWEEN.length())));
    }

    private static List<String> parts(String text) {
      return List.of(text.split(Pattern.quote(ANYTHING), -1));
    }

    String with(Matcher found) {
      StringBuilder text = new StringBuilder(parts.getFirst());
      for (int i = 1; i < parts.size(); i++) {
        text.append(found.group(i)).append(parts.get(i));
      }
      return text.toString();
    }
  }

  private Sentences(List<Sentence> all) {
    this.all = all;
  }

  /** Those of a file; none when there is no such file. */
  static Sentences read(ClassLoader files, String resource) {
    try (InputStream in = files.getResourceAsStream(resource)) {
      if (in == null) {
        return new Sentences(List.of());
      }
      List<Sentence> read = new ArrayList<>();
      BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isBlank() && !line.startsWith("#")) {
          read.add(Sentence.of(line));
        }
      }
      // "must be a number from {} to {}" before "must be {} to {}", which would take it too.
      read.sort(Comparator.comparingInt((Sentence each) -> -each.said().pattern().length()));
      return new Sentences(List.copyOf(read));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The sentence in this language; as it was said when that is not known. */
  String of(String said) {
    for (Sentence each : all) {
      Matcher found = each.said().matcher(said);
      if (found.matches()) {
        return each.with(found);
      }
    }
    return said;
  }
}
