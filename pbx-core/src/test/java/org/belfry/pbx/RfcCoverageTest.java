package org.belfry.pbx;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Keeps docs/rfc-coverage.md: which test holds us to which section. Run with {@code
 * -Dbelfry.update-docs=true} to write it anew.
 */
class RfcCoverageTest {
  private static final Path DOC = Path.of("..", "docs", "rfc-coverage.md");

  /** Sections we know of and do not do yet, so that nobody has to guess. */
  private static final List<String> NOT_DONE =
      List.of(
          "RFC 3263 §5, responses by DNS of the sent-by: not done, a Via could aim them anywhere",
          "RFC 3261 §16.6 step 6, strict routers of RFC 2543: not done, none seen",
          "RFC 3262, 3311, 4028: pass through the proxy unchanged",
          "RFC 6665 §4.5.2 and RFC 4662: no resource lists (Supported: eventlist)",
          "RFC 6446 §6, 7: min-rate and adaptive-min-rate are ignored, max-rate is not",
          "RFC 3856 §6.9, 3857: no authorization by the watched user (winfo)",
          "RFC 7616 userhash and username*: refused with 400; not sent by us");

  @Test
  void theTableOfSectionsIsUpToDate() throws IOException {
    String table = table();
    if (Boolean.getBoolean("belfry.update-docs")) {
      Files.writeString(DOC, table);
    }
    assertThat(Files.readString(DOC))
        .as("docs/rfc-coverage.md is stale: run the test with -Dbelfry.update-docs=true")
        .isEqualTo(table);
  }

  private static String table() {
    Map<String, List<String>> tests =
        new TreeMap<>(Comparator.comparing(RfcCoverageTest::sortable));
    for (JavaClass type : new ClassFileImporter().importPackages("org.belfry.pbx")) {
      String rfc =
          type.isAnnotatedWith(Rfc.class) ? type.getAnnotationOfType(Rfc.class).value() : "";
      for (JavaMethod method : type.getMethods()) {
        if (!method.isAnnotatedWith(Rfc.class)) {
          continue;
        }
        Rfc section = method.getAnnotationOfType(Rfc.class);
        String key = section.other() ? section.value() : rfc + " " + section.value();
        assertThat(key).as("%s", method).matches("[0-9]{3,4} [0-9A-Z].*");
        tests
            .computeIfAbsent(key, k -> new ArrayList<>())
            .add("`" + type.getSimpleName() + "." + method.getName() + "`");
      }
    }
    StringBuilder text = new StringBuilder();
    text.append(
        "# RFC coverage\n\n"
            + "Written by `RfcCoverageTest` from the `@Rfc` marks of the tests; do not edit.\n\n");
    text.append("| RFC | section | tests |\n|---|---|---|\n");
    tests.forEach((key, names) -> {
      names.sort(Comparator.naturalOrder());
      int space = key.indexOf(' ');
      text.append("| ").append(key, 0, space).append(" | ").append(key.substring(space + 1));
      text.append(" | ").append(String.join("<br>", names)).append(" |\n");
    });
    text.append("\n## Known and not done\n\n");
    NOT_DONE.forEach(line -> text.append("- ").append(line).append('\n'));
    return text.toString();
  }

  /** Numbers compare as numbers: 9.2 before 10.3. */
  private static String sortable(String key) {
    StringBuilder out = new StringBuilder();
    StringBuilder digits = new StringBuilder();
    for (char c : (key + " ").toCharArray()) {
      if (Character.isDigit(c)) {
        digits.append(c);
      } else {
        if (!digits.isEmpty()) {
          out.append("0".repeat(6 - Math.min(6, digits.length()))).append(digits);
          digits.setLength(0);
        }
        out.append(c);
      }
    }
    return out.toString();
  }
}
