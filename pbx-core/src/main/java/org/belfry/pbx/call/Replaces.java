package org.belfry.pbx.call;

import static java.util.Locale.ROOT;

import org.belfry.pbx.sip.message.MalformedHeader;

/**
 * The dialog whose place somebody wants to take (RFC 3891 §6.1).
 *
 * @param toTag the tag of the one who is asked
 * @param earlyOnly true when it must not have been answered
 */
public record Replaces(String callId, String toTag, String fromTag, boolean earlyOnly) {

  /**
   * Reads a Replaces field.
   *
   * @throws MalformedHeader when a tag is missing
   */
  public static Replaces of(String value) {
    String[] parts = value.split(";", -1);
    String to = null;
    String from = null;
    boolean early = false;
    for (int i = 1; i < parts.length; i++) {
      String part = parts[i].strip();
      String name = part.substring(0, Math.max(0, part.indexOf('='))).strip().toLowerCase(ROOT);
      String tag = part.substring(part.indexOf('=') + 1).strip();
      if ((name.equals("to-tag") && to != null) || (name.equals("from-tag") && from != null)) {
        throw new MalformedHeader("Replaces names two dialogs"); // which one may others read?
      }
      if (name.equals("to-tag")) {
        to = tag;
      } else if (name.equals("from-tag")) {
        from = tag;
      } else if (part.equalsIgnoreCase("early-only")) {
        early = true;
      }
    }
    if (parts[0].isBlank() || to == null || from == null) {
      throw new MalformedHeader("Replaces names no dialog");
    }
    return new Replaces(parts[0].strip(), to, from, early);
  }

  /** The field's value. */
  public String text() {
    return callId + ";to-tag=" + toTag + ";from-tag=" + fromTag + (earlyOnly ? ";early-only" : "");
  }
}
