package org.belfry.appliance.backup;

/** Why a backup, its proof or a restore did not come about: a sentence for people. */
final class BackupProblem extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param sentence begins small and ends without a full stop
   */
  BackupProblem(String sentence) {
    super(sentence);
  }

  BackupProblem(String sentence, Throwable cause) {
    super(sentence, cause);
  }

  String sentence() {
    return String.valueOf(getMessage());
  }
}
