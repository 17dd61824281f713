package org.belfry.appliance.numbers;

/** A calendar that cannot be taken; its message is a sentence for people. */
public final class UnreadableCalendar extends Exception {
  UnreadableCalendar(String sentence) {
    super(sentence);
  }
}
