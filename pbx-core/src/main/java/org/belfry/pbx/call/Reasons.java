package org.belfry.pbx.call;

/** Values of Reason fields (RFC 3326). */
public final class Reasons {
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

  /** Text that may stand between quotes (RFC 3261 §25.1). */
  public static String quotable(String text) {
    return text.replace('"', '\'').replace("\\", "");
  }
}
