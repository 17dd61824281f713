package org.belfry.media.sdp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The files under {@code src/test/resources/sdp}. */
public final class Samples {
  public static final Path DIRECTORY = Path.of("src/test/resources/sdp");

  private Samples() {}

  /** What a phone wrote, with the line ends of the wire. */
  public static String phone(String name) {
    return wire(DIRECTORY.resolve("phones").resolve(name + ".sdp"));
  }

  public static SessionDescription description(String name) {
    return parsed(phone(name));
  }

  public static SessionDescription parsed(String text) {
    try {
      return SessionDescription.parse(text);
    } catch (BadSdp e) {
      throw new AssertionError(e);
    }
  }

  public static String wire(Path file) {
    return text(file).replace("\n", "\r\n");
  }

  public static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  public static List<Path> phones() {
    return list(DIRECTORY.resolve("phones"));
  }

  public static List<Path> list(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
