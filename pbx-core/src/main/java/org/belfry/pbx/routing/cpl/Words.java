package org.belfry.pbx.routing.cpl;

/** What a script says, read and shown. */
final class Words {
  private Words() {}

  /** At most this much of what somebody wrote goes into a sentence. */
  static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "…";
  }

  static long number(String attribute, String text, long least, long most)
      throws RecurrenceReader.Wrong {
    if (text.matches("\\d{1,10}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new RecurrenceReader.Wrong(
        attribute,
        attribute
            + " is a number from "
            + least
            + (most == Integer.MAX_VALUE ? " on" : " to " + most)
            + ", not \""
            + shown(text)
            + "\".");
  }
}
