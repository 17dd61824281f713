package org.belfry.appliance.numbers;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * An iCalendar file before it is parsed (RFC 5545 §3.1): looked through for what would be a burden,
 * and rid of definitions of time zones, which we know ourselves and which can hold endless rules.
 */
final class CalendarText {
  private static final int BYTES_MAX = 1 << 20;
  private static final int LINES_MAX = 50_000;
  private static final int LINE_MAX = 20_000;
  private static final int DEPTH_MAX = 4;
  private static final String ZONE = "VTIMEZONE";

  private CalendarText() {}

  static String checked(byte[] file) throws UnreadableCalendar {
    if (file.length > BYTES_MAX) {
      throw new UnreadableCalendar("The calendar is larger than 1 MB.");
    }
    String[] lines = text(file).replace("\r\n", "\n").split("\n", LINES_MAX + 1);
    if (lines.length > LINES_MAX) {
      throw new UnreadableCalendar("The calendar has more than " + LINES_MAX + " lines.");
    }
    if (!lines[0].strip().equalsIgnoreCase("BEGIN:VCALENDAR")) {
      throw new UnreadableCalendar(
          "This is no calendar: an iCalendar file begins with BEGIN:VCALENDAR.");
    }
    StringBuilder kept = new StringBuilder(file.length);
    int depth = 0;
    int unfolded = 0;
    boolean inZone = false;
    for (int i = 0; i < lines.length; i++) {
      String line = lines[i].stripTrailing();
      String upper = line.length() > 40 ? "" : line.toUpperCase(Locale.ROOT);
      boolean folded = line.startsWith(" ") || line.startsWith("\t");
      unfolded = (folded ? unfolded : 0) + line.length();
      if (unfolded > LINE_MAX) {
        throw new UnreadableCalendar("Line " + (i + 1) + " of the calendar is too long.");
      }
      if (upper.startsWith("BEGIN:") && ++depth > DEPTH_MAX) {
        throw new UnreadableCalendar("Line " + (i + 1) + " of the calendar nests too deep.");
      }
      inZone |= upper.equals("BEGIN:" + ZONE);
      if (!inZone && !line.isBlank()) {
        kept.append(line).append("\r\n");
      }
      if (upper.startsWith("END:")) {
        depth--;
        inZone &= !upper.equals("END:" + ZONE);
      }
    }
    return kept.toString();
  }

  private static String text(byte[] file) throws UnreadableCalendar {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
      return text.startsWith("\uFEFF") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new UnreadableCalendar("The calendar is not written in UTF-8.");
    }
  }
}
