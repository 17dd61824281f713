package org.belfry.pbx.sip.message;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** The byte-exact messages under the test resources. */
public final class GoldenFiles {
  private GoldenFiles() {}

  /** Path below the folder → content, of all files that end so. */
  public static SortedMap<String, byte[]> all(String folder, String ending) {
    Path root = path(folder);
    SortedMap<String, byte[]> found = new TreeMap<>();
    try (var walk = Files.walk(root)) {
      for (Path file : walk.filter(f -> f.toString().endsWith(ending)).toList()) {
        found.put(root.relativize(file).toString(), Files.readAllBytes(file));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return found;
  }

  /** The lines of a table that are neither empty nor comments. */
  public static List<String> lines(String file) {
    try (var lines = Files.lines(path(file), StandardCharsets.UTF_8)) {
      return lines.filter(l -> !l.isBlank() && !l.startsWith("#")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path path(String name) {
    URL found = GoldenFiles.class.getResource("/" + name);
    if (found == null) {
      throw new IllegalStateException(name + " is no test resource");
    }
    try {
      return Path.of(found.toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
