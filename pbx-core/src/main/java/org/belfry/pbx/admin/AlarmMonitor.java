package org.belfry.pbx.admin;

import java.util.List;

/** What somebody should look at: nothing while all is well. */
public interface AlarmMonitor {

  /** The worst first. Works without the database. */
  List<AlarmView> alarms();

  /** The disk that messages, recordings and the database are on. */
  DiskView disk();

  enum Severity {
    /** Something does not work. */
    BAD,
    /** Something will not work soon, or works only just. */
    CHECK
  }

  /**
   * @param code by which pages find the sentence in the reader's language
   * @param words what the sentence is about
   * @param sentence in English
   */
  record AlarmView(Severity severity, String code, List<String> words, String sentence) {}

  /** In bytes. */
  record DiskView(long total, long free) {}
}
