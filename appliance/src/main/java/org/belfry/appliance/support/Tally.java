package org.belfry.appliance.support;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Counts files below a directory, and their bytes; links are not followed. */
final class Tally implements FileVisitor<Path> {
  private final long most;
  private long files;
  private long bytes;

  /**
   * @param most how many files are counted
   */
  Tally(long most) {
    this.most = most;
  }

  /** Counts a file or all below a directory; what is unreadable or gone counts as nothing. */
  Tally count(Path path) throws IOException {
    Files.walkFileTree(path, this);
    return this;
  }

  /** Both together. */
  Tally and(Tally other) {
    files += other.files;
    bytes += other.bytes;
    return this;
  }

  long files() {
    return files;
  }

  long bytes() {
    return bytes;
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
    if (files >= most) {
      return FileVisitResult.TERMINATE;
    }
    files++;
    bytes += attributes.isRegularFile() ? attributes.size() : 0;
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult visitFileFailed(Path file, IOException problem) {
    return FileVisitResult.CONTINUE;
  }

  @Override
  public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException problem) {
    return FileVisitResult.CONTINUE;
  }
}
