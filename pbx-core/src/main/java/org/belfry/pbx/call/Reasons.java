package org.belfry.pbx.call;

/** Values of Reason fields (RFC 3326). */
final class Reasons {
  private Reasons() {}

  static String preemption(String why) {
    return "Q.850;cause=31;text=\"" + quotable(why) + "\"";
  }

  static String lost(String why) {
    return "Q.850;cause=27;text=\"" + quotable(why) + "\"";
  }

  static String transferFailed(String outcome) {
    return "Q.850;cause=31;text=\"The transfer failed: " + quotable(outcome) + "\"";
  }

  private static String quotable(String text) {
    return text.replace('"', '\'').replace("\\", "");
  }
}
