package org.belfry.media.codec.opus;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.belfry.media.codec.LibraryMissing;

/**
 * A C library out of libjitsi's jar. A library can only be loaded from a file, so it becomes one,
 * with a name that nobody can guess and rights for nobody but us, and is deleted as soon as it is
 * loaded: nobody can put another in its place, and nothing is left behind.
 */
final class UnpackedLibrary {
  private UnpackedLibrary() {}

  interface Loading<T> {
    T load(Path file);
  }

  static <T> T load(String name, Path directory, Loading<T> loading) throws LibraryMissing {
    String resource = "/" + platform() + "/lib" + name + ".so";
    try (InputStream in = UnpackedLibrary.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new LibraryMissing(
            "There is no Opus for this machine (%s on %s): libjitsi's jar has no %s"
                .formatted(System.getProperty("os.name"), System.getProperty("os.arch"), resource));
      }
      Path file =
          Files.createTempFile(
              directory,
              "lib" + name,
              ".so",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      try {
        Files.write(file, in.readAllBytes());
        return loading.load(file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new LibraryMissing(
          "Opus cannot be loaded from %s (is it full, or mounted noexec?): %s"
              .formatted(directory, e.getMessage()),
          e);
    }
  }

  private static String platform() {
    boolean arm = System.getProperty("os.arch").equals("aarch64");
    return arm ? "linux-aarch64" : "linux-x86-64";
  }
}
