package org.belfry.pbx.admin;

import java.util.List;

/** How the appliance does, in words: everything that is looked at, also what is well. */
public interface HealthMonitor {

  /** The worst first. Works without the database; nothing is older than two minutes. */
  List<CheckView> checks();

  /** Who is told of alarms by mail; empty for nobody. */
  List<String> alarmMail();

  /**
   * @param to addresses, 20 at most
   * @throws InvalidCommand naming the address that is none
   */
  List<String> setAlarmMail(List<String> to);

  /** How bad it is. */
  enum Level {
    OK,
    /** Something will not work soon, or works only just. */
    WARNING,
    /** Something does not work. */
    BAD
  }

  /**
   * @param about what was looked at: {@code clock}, {@code names}, {@code ports}, {@code
   *     certificate}, {@code disk}, {@code memory}, {@code database}, {@code trunks}, {@code mail},
   *     {@code backup}, {@code plans}, {@code fuse}, {@code emergency}
   * @param code by which pages find the sentence in the reader's language
   * @param words what the sentence is about
   * @param sentence in English
   * @param advice what to do, in English; empty when all is well
   */
  record CheckView(
      Level level, String about, String code, List<String> words, String sentence, String advice) {}
}
