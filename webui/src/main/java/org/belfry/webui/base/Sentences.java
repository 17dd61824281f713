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
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the appliance says of what cannot be taken, in the reader's language. The appliance speaks
 * English; {@code sentences_de.txt} has the German of what people meet in forms. What is not in it
 * stays English, which is better than nothing said.
 */
final class Sentences {
  private static final String ANYTHING = "{}";
  private static final String BETWEEN = " = ";
  private static final Sentences GERMAN = new Sentences("sentences_de.txt");
  private static final Sentences ENGLISH = new Sentences(List.of());

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

  private Sentences(String resource) {
    this(read(resource));
  }

  static Sentences in(Locale language) {
    return language.getLanguage().equals(Locale.GERMAN.getLanguage()) ? GERMAN : ENGLISH;
  }

  private static List<Sentence> read(String resource) {
    try (InputStream in = Sentences.class.getResourceAsStream("/org/belfry/webui/" + resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing");
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
      return List.copyOf(read);
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
