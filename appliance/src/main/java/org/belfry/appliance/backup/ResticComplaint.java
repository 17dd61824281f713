package org.belfry.appliance.backup;

import java.util.List;
import java.util.Locale;

/**
 * What restic (0.14 to 0.18) and ssh say when they cannot, as sentences for people. Exit codes say
 * little before 0.17, so their words decide.
 */
final class ResticComplaint {
  static final String WRONG_PASSPHRASE = "the passphrase is not that of the backups there";
  static final String NOTHING_THERE = "there are no backups at this place";
  static final String DISK_FULL = "the disk of the backups is full";
  static final String DAMAGED = "the backup is damaged";

  private record Rule(List<String> anyOf, String sentence) {}

  /** The first that fits; the more telling ones first. */
  private static final List<Rule> RULES =
      List.of(
          new Rule(List.of("no space left on device", "disk quota exceeded"), DISK_FULL),
          new Rule(List.of("wrong password", "no key found"), WRONG_PASSPHRASE),
          new Rule(
              List.of("host key verification failed", "remote host identification has changed"),
              "the server shows another key than the first time: it may be somebody else's"),
          new Rule(
              List.of("permission denied (publickey"),
              "the server does not let us in: add our key to its authorized keys"),
          new Rule(
              List.of(
                  "could not resolve hostname",
                  "no such host",
                  "connection refused",
                  "connection timed out",
                  "no route to host",
                  "network is unreachable",
                  "i/o timeout"),
              "the server cannot be reached"),
          new Rule(
              List.of("accessdenied", "access denied", "invalidaccesskeyid", "signaturedoesnot"),
              "the storage refuses the access key"),
          new Rule(List.of("already locked"), "another program works with these backups right now"),
          new Rule(
              List.of(
                  "ciphertext verification failed",
                  "invalid data returned",
                  "hash does not match",
                  "does not match id",
                  "not found in index",
                  "is not present in the repo",
                  "repository contains errors",
                  "unexpected eof",
                  "blob not found",
                  "pack file cannot be listed",
                  "file has not been completely"),
              DAMAGED),
          new Rule(
              List.of("is there a repository", "repository does not exist", "no snapshot found"),
              NOTHING_THERE),
          new Rule(List.of("permission denied"), "the directory of the backups cannot be used"));

  private ResticComplaint() {}

  /** The sentence, with restic's own last words where we know no better. */
  static String sentence(String err) {
    String said = err.toLowerCase(Locale.ROOT);
    for (Rule rule : RULES) {
      if (rule.anyOf().stream().anyMatch(said::contains)) {
        return rule.sentence();
      }
    }
    String last = err.strip().lines().reduce((first, second) -> second).orElse("no reason given");
    return "restic failed: " + (last.length() > 300 ? last.substring(0, 300) : last);
  }
}
