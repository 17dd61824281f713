package org.belfry.appliance.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A directory in which names of the database are looked up. The database may have come from a
 * backup that a stranger has made, so a name may be an absolute path, begin with {@code ..}, or
 * lead through a link.
 */
public final class Below {
  private final Path root;

  /**
   * @param root may itself lie behind a link: an owner may keep recordings on another disk
   */
  public Below(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  /**
   * The file of this name, there or not.
   *
   * @param name relative to the directory
   * @return null when it is not a file below the directory, or the directory cannot be read
   */
  public @Nullable Path file(String name) {
    try {
      Path file = root.resolve(name).normalize();
      if (!file.startsWith(root) || file.equals(root)) {
        return null;
      }
      if (!Files.exists(root)) {
        return file; // nor is anything in it
      }
      return present(file).toRealPath().startsWith(root.toRealPath()) ? file : null;
    } catch (InvalidPathException | IOException e) {
      return null;
    }
  }

  /** The file, or as much of its way as is there. */
  private Path present(Path file) {
    Path part = file;
    Path above = part.getParent();
    while (above != null && !part.equals(root) && !Files.exists(part, LinkOption.NOFOLLOW_LINKS)) {
      part = above;
      above = part.getParent();
    }
    return part;
  }
}
