package org.belfry.webui.language;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages' Java has no words for readers: they are in the bundles. */
class SourcesTest {
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)^\\s*//.*$");
  private static final Pattern LITERAL = Pattern.compile("\"((?:[^\"\\\\\n]|\\\\.)*)\"");

  /** Two words, or one that begins large as words on pages do. */
  private static final Pattern WORDS =
      Pattern.compile("\\p{L}{3,} \\p{L}{2,}|^\\p{Lu}\\p{Ll}{2,}$");

  /** Code of other languages, and faults of ours, which no reader sees. */
  private static final Pattern ALLOWED =
      Pattern.compile("import\\(|light dark|error primary|^Belfry$|^System$|class=");

  private static final Pattern FAULT = Pattern.compile("Exception\\(|LOG\\.|AssertionError\\(");

  @Test
  void noSentenceIsInTheSourcesOfThePages() throws IOException {
    List<String> found = new ArrayList<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        String code = COMMENT.matcher(Files.readString(file)).replaceAll("");
        for (String line : code.lines().filter(each -> !FAULT.matcher(each).find()).toList()) {
          Matcher literal = LITERAL.matcher(line);
          while (literal.find()) {
            String text = literal.group(1);
            if (WORDS.matcher(text).find() && !ALLOWED.matcher(text).find()) {
              found.add(file.getFileName() + ": " + text);
            }
          }
        }
      }
    }
    assertThat(found).isEmpty();
  }
}
