package org.belfry.webui.language;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Properties;
import java.util.stream.Collectors;
import org.belfry.webui.base.Texts;

/**
 * A language made of the English texts: each letter has an accent and each text is a third longer,
 * as translations are. It is files alone, like any language that somebody adds.
 */
public final class PseudoLanguage {
  /** A language that no browser asks for. */
  public static final Locale LOCALE = Locale.forLanguageTag("vo");

  private static final String FOLDER = "org/belfry/webui/";
  private static final String PLAIN = "aceinosuyACEINOSUY";
  private static final String ACCENTED = "àçéîñôšûýÀÇÉÎÑÔŠÛÝ";

  private PseudoLanguage() {}

  /** The pages' texts with this language beside the others. */
  public static Texts texts() {
    try {
      Path folder = Files.createDirectories(Files.createTempDirectory("pseudo").resolve(FOLDER));
      Files.writeString(folder.resolve("languages.txt"), LOCALE.getLanguage() + "\n");
      Files.writeString(folder.resolve("texts_vo.properties"), translated(english()));
      URL root = folder.getParent().getParent().getParent().toUri().toURL();
      return new Texts(new URLClassLoader(new URL[] {root}, Texts.class.getClassLoader()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Properties english() {
    Properties english = new Properties();
    try (var in =
        new InputStreamReader(
            Texts.class.getResourceAsStream("/" + FOLDER + "texts_en.properties"),
            StandardCharsets.UTF_8)) {
      english.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return english;
  }

  private static String translated(Properties english) {
    return english.stringPropertyNames().stream()
        .map(key -> key + "=" + translated(english.getProperty(key)).replace("\\", "\\\\") + "\n")
        .collect(Collectors.joining());
  }

  /** The text with accents, its places and choices untouched, and longer by a third. */
  static String translated(String english) {
    StringBuilder out = new StringBuilder();
    int depth = 0;
    boolean choice = english.contains(",choice,");
    for (int i = 0; i < english.length(); i++) {
      char each = english.charAt(i);
      depth += each == '{' ? 1 : each == '}' ? -1 : 0;
      int letter = PLAIN.indexOf(each);
      boolean text = depth == 0 || choice && english.lastIndexOf(",choice,", i) < i - 7;
      out.append(text && letter >= 0 ? ACCENTED.charAt(letter) : each);
    }
    return choice ? out.toString() : "⟦" + out + "~".repeat(english.length() / 3) + "⟧";
  }
}
