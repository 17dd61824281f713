package org.belfry.appliance.backup;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.belfry.appliance.backup.Manifest.FilePrint;
import org.belfry.appliance.backup.Manifest.TablePrint;

/** What was put into a backup against what has come out of it. */
final class Comparison {
  private static final int NAMED = 5;

  private Comparison() {}

  /**
   * @param sameServer false when another version of MariaDB has reckoned the checksums: then rows
   *     are counted only
   * @return what differs, a phrase each; empty when all is as it was
   */
  static List<String> tables(
      Map<String, TablePrint> put, Map<String, TablePrint> come, boolean sameServer) {
    List<String> differences = new ArrayList<>();
    put.forEach((name, was) -> {
      TablePrint is = come.get(name);
      if (is == null) {
        differences.add("the table " + name + " is missing");
      } else if (was.steady() && is.rows() != was.rows()) {
        differences.add(
            "the table " + name + " has " + is.rows() + " rows instead of " + was.rows());
      } else if (was.steady() && sameServer && is.checksum() != was.checksum()) {
        differences.add("the table " + name + " has other contents");
      }
    });
    return differences;
  }

  /**
   * @param put the files that were asked for
   */
  static List<String> files(Map<String, FilePrint> put, Map<String, FilePrint> come) {
    List<String> differences = new ArrayList<>();
    put.forEach((name, was) -> {
      FilePrint is = come.get(name);
      if (is == null) {
        differences.add("the file " + name + " is missing");
      } else if (is.size() != was.size() || !Objects.equals(is.sha256(), was.sha256())) {
        differences.add("the file " + name + " has other contents");
      }
    });
    return differences;
  }

  /** A sentence of the first few. */
  static String sentence(List<String> differences) {
    String some = String.join(", ", differences.subList(0, Math.min(NAMED, differences.size())));
    int more = differences.size() - NAMED;
    return some + (more > 0 ? " and " + more + " more" : "");
  }
}
