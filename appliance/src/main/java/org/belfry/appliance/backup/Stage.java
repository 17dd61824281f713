package org.belfry.appliance.backup;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.SortedMap;
import java.util.TreeMap;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.system.RestoredState;
import org.belfry.pbx.admin.BackupAdmin.Scope;

/**
 * A second tree of the data directory's files, by hard links: it costs no room, and what is deleted
 * or replaced afterwards stays in it as it was. What is not worth keeping is left out.
 */
final class Stage {
  private static final int FILES_MAX = 2_000_000;
  private static final int BUFFER = 1 << 16;

  private Stage() {}

  /**
   * Adds the files that are there now and not in the tree yet.
   *
   * @throws BackupProblem when there are more than {@value #FILES_MAX}
   */
  static void link(Path data, Path tree, Scope scope) throws IOException, BackupProblem {
    Files.createDirectories(tree);
    int[] count = {0};
    Files.walkFileTree(
        data,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes its)
              throws IOException {
            Path name = data.relativize(directory);
            if (leftOut(name, scope)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Path copy = tree.resolve(name.toString());
            if (!Files.isDirectory(copy)) {
              Files.createDirectories(copy);
              Files.setPosixFilePermissions(copy, Files.getPosixFilePermissions(directory));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) throws IOException {
            Path name = data.relativize(file);
            if (its.isRegularFile() && !leftOut(name, scope) && count[0]++ < FILES_MAX) {
              Path copy = tree.resolve(name.toString());
              if (!Files.exists(copy)) {
                linkOrCopy(file, copy);
              }
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            if (e instanceof NoSuchFileException) {
              return FileVisitResult.CONTINUE; // it went while we looked
            }
            throw e;
          }
        });
    if (count[0] > FILES_MAX) {
      throw new BackupProblem("there are more than " + FILES_MAX + " files");
    }
  }

  private static void linkOrCopy(Path file, Path copy) throws IOException {
    try {
      Files.createLink(copy, file);
    } catch (NoSuchFileException gone) {
      if (Files.exists(file)) {
        throw gone;
      }
    } catch (UnsupportedOperationException | FileSystemException e) {
      // A file system without hard links, or a disk of its own for recordings.
      Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
    }
  }

  /** Everything that is not this appliance's for good. */
  static boolean leftOut(Path name, Scope scope) {
    String path = name.toString();
    String last = name.getFileName().toString();
    String first = name.getName(0).toString();
    return first.equals("database")
        || !(first.isEmpty() || RestoredState.isOurs(first))
        || last.equals("drafts")
        || last.endsWith(".part")
        || last.endsWith(".new")
        || (scope == Scope.SETTINGS
            && (first.equals("recordings") || path.matches("voicemail/[^/]+/(messages|in)")));
  }

  /**
   * Refuses what no backup of ours holds: links and pipes, and files that the data directory does
   * not have. The data directory is the working directory of the service, so an {@code
   * application.properties} would be read as configuration.
   *
   * @throws BackupProblem naming the first of them
   */
  static void refuseForeign(Path tree) throws IOException, BackupProblem {
    try (var all = Files.walk(tree)) {
      for (Path each : all.filter(each -> !each.equals(tree)).toList()) {
        Path name = tree.relativize(each);
        boolean plain =
            Files.isRegularFile(each, LinkOption.NOFOLLOW_LINKS)
                || Files.isDirectory(each, LinkOption.NOFOLLOW_LINKS);
        if (!plain || !RestoredState.isOurs(name.getName(0).toString())) {
          throw new BackupProblem("the backup holds a file that is not Belfry's: " + name);
        }
      }
    }
  }

  /**
   * Size and hash of every file of a tree.
   *
   * @param known of the last time: a file of the same size and time is not read again
   */
  static SortedMap<String, FilePrint> prints(Path tree, SortedMap<String, FilePrint> known)
      throws IOException {
    SortedMap<String, FilePrint> found = new TreeMap<>();
    Files.walkFileTree(
        tree,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes its) throws IOException {
            String name = tree.relativize(file).toString();
            long modified = its.lastModifiedTime().toMillis();
            FilePrint before = known.get(name);
            boolean same =
                before != null && before.size() == its.size() && before.modified() == modified;
            found.put(name, same ? before : new FilePrint(its.size(), sha256(file), modified));
            return FileVisitResult.CONTINUE;
          }
        });
    return found;
  }

  private static String sha256(Path file) throws IOException {
    try (var in = Files.newInputStream(file)) {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JVM has SHA-256", e);
    }
  }
}
