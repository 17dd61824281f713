package org.belfry.webui.softphone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the browser loads of the phone fits what the server gives it. */
class PhoneModuleTest {
  private static final Path MODULES = Path.of("src/main/resources/META-INF/resources/assets/phone");

  /** JsSIP, and the recorder of greetings, which has words of its own. */
  private static final Set<String> OTHERS = Set.of("jssip.js", "recorder.js");

  private static final Pattern WORD = Pattern.compile("words(?:\\.([a-z]+)|\\[\"([a-z.]+)\"])");

  /** {@code words[`call.${…}`]} */
  private static final Pattern FAMILY = Pattern.compile("words\\[`([a-z]+\\.)\\$\\{");

  @Test
  void jsSipIsOfTheVersionThatIsAskedFor() throws IOException {
    String wanted = found("\"jssip\": \"([0-9.]+)\"", Path.of("src/libraries/package.json"));
    assertThat(Files.readAllLines(MODULES.resolve("jssip.js")).getFirst())
        .as("./belfry libraries makes it anew")
        .startsWith("// JsSIP " + wanted + " ");
  }

  @Test
  void allThatThePhoneSaysIsGivenToIt() throws IOException {
    Set<String> used = new TreeSet<>();
    Set<String> families = new TreeSet<>();
    try (Stream<Path> files = Files.list(MODULES)) {
      for (Path file : files.filter(f -> !OTHERS.contains(f.getFileName().toString())).toList()) {
        String text = Files.readString(file);
        Matcher word = WORD.matcher(text);
        while (word.find()) {
          used.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        Matcher family = FAMILY.matcher(text);
        while (family.find()) {
          families.add(family.group(1));
        }
      }
    }
    assertThat(Softphone.WORDS).containsAll(used);
    assertThat(Softphone.WORDS)
        .allSatisfy(word ->
            assertThat(used.contains(word) || families.stream().anyMatch(word::startsWith))
                .as(word)
                .isTrue());
  }

  private static String found(String pattern, Path file) throws IOException {
    Matcher matcher = Pattern.compile(pattern).matcher(Files.readString(file));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
