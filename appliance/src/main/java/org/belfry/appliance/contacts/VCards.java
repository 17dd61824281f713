package org.belfry.appliance.contacts;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.belfry.pbx.admin.ContactAdmin.Label;
import org.belfry.pbx.admin.ContactAdmin.SaveContact;

/**
 * Reads files of vCards, as address books write them: versions 4.0 (RFC 6350), 3.0 (RFC 2426) and
 * 2.1. Only names and numbers are looked for; each number is a contact of its own. What is no vCard
 * is passed over.
 */
final class VCards {
  /** A group, and a name: {@code item1.TEL} (RFC 6350 §3.3). */
  private static final Pattern NAME = Pattern.compile("(?:[\\w-]+\\.)?([A-Za-z-]+)");

  /** Longer are pictures. */
  private static final int LINE_MAX = 4096;

  private static final String QUOTED_PRINTABLE = "QUOTED-PRINTABLE";

  private final List<SaveContact> found = new ArrayList<>();
  private final List<SaveContact> numbers = new ArrayList<>();
  private String name = "";
  private String parts = "";
  private String company = "";

  private VCards() {}

  static List<SaveContact> read(byte[] file) {
    VCards cards = new VCards();
    unfolded(text(file)).forEach(cards::line);
    return List.copyOf(cards.found);
  }

  /** UTF-8; of older programs Latin-1, which is never wrong as bytes. */
  private static String text(byte[] file) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString();
    } catch (CharacterCodingException older) {
      return new String(file, StandardCharsets.ISO_8859_1);
    }
  }

  /** Long lines go on behind a blank (RFC 6350 §3.2); in 2.1 those that end in "=" go on too. */
  private static List<String> unfolded(String text) {
    List<String> lines = new ArrayList<>();
    Unfolding current = new Unfolding("");
    for (String part : text.split("\\r\\n|\\r|\\n")) {
      if (part.startsWith(" ") || part.startsWith("\t")) {
        current.add(part.substring(1));
      } else if (current.goesOn()) {
        current.addEncoded(part);
      } else {
        lines.add(current.line());
        current = new Unfolding(part);
      }
    }
    lines.add(current.line());
    return lines;
  }

  /**
   * A line of several parts. Grows to {@link #LINE_MAX} and a part, and looks at each part once.
   */
  private static final class Unfolding {
    private final StringBuilder line = new StringBuilder();
    private boolean encoded;
    private boolean open;

    Unfolding(String first) {
      add(first);
    }

    void add(String part) {
      open = part.endsWith("=");
      if (line.length() > LINE_MAX) {
        return;
      }
      int from = Math.max(0, line.length() - QUOTED_PRINTABLE.length());
      line.append(part);
      encoded = encoded || line.substring(from).toUpperCase(Locale.ROOT).contains(QUOTED_PRINTABLE);
    }

    boolean goesOn() {
      return open && encoded;
    }

    void addEncoded(String part) {
      if (line.length() <= LINE_MAX) {
        line.setLength(line.length() - 1);
      }
      add(part);
    }

    String line() {
      return line.toString();
    }
  }

  private void line(String text) {
    int colon = colon(text);
    if (text.length() > LINE_MAX || colon < 0) {
      return;
    }
    int semicolon = text.indexOf(';');
    int end = semicolon < 0 || semicolon > colon ? colon : semicolon;
    Matcher property = NAME.matcher(text).region(0, end);
    if (!property.matches()) {
      return;
    }
    String parameters = text.substring(end, colon).toUpperCase(Locale.ROOT);
    String given = text.substring(colon + 1);
    String value = parameters.contains(QUOTED_PRINTABLE) ? decoded(given) : given;
    switch (property.group(1).toUpperCase(Locale.ROOT)) {
      case "BEGIN" -> begin();
      case "FN" -> name = plain(value);
      case "N" -> parts = named(value);
      case "ORG" -> company = plain(value.split("(?<!\\\\);", -1)[0]);
      case "TEL" -> number(parameters, value);
      case "END" -> end();
      default -> {}
    }
  }

  /** Where parameters end: they may have a colon in quotes. Negative when they do not end. */
  private static int colon(String text) {
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':' && !quoted) {
        return i;
      }
      quoted ^= c == '"';
    }
    return -1;
  }

  private void begin() {
    numbers.clear();
    name = "";
    parts = "";
    company = "";
  }

  private void end() {
    String shown = !name.isBlank() ? name : !parts.isBlank() ? parts : company;
    for (SaveContact each : numbers) {
      found.add(
          new SaveContact(shown.isBlank() ? each.number() : shown, each.number(), each.label()));
    }
    begin();
  }

  private void number(String parameters, String value) {
    // A URI since 4.0, with parameters of its own: tel:+49-30-1234;ext=7
    String text = value.strip();
    String number =
        text.regionMatches(true, 0, "tel:", 0, 4) ? text.substring(4).split(";")[0] : plain(text);
    boolean onlyFax = parameters.contains("FAX") && !parameters.contains("VOICE");
    if (!onlyFax && !parameters.contains("PAGER")) {
      numbers.add(new SaveContact("", number, label(parameters)));
    }
  }

  private static Label label(String parameters) {
    return parameters.contains("CELL")
        ? Label.MOBILE
        : parameters.contains("WORK")
            ? Label.WORK
            : parameters.contains("HOME") ? Label.HOME : Label.OTHER;
  }

  /** {@code Berger;Alice;;;} (RFC 6350 §6.2.2). */
  private static String named(String value) {
    String[] all = value.split("(?<!\\\\);", -1);
    String given = all.length > 1 ? plain(all[1]) : "";
    return (given + " " + plain(all[0])).strip();
  }

  /** Without the escapes of RFC 6350 §3.4. */
  private static String plain(String value) {
    return value.replace("\\n", " ").replace("\\N", " ").replaceAll("\\\\(.)", "$1").strip();
  }

  /** RFC 2045 §6.7, whose bytes are UTF-8 in all that was seen. */
  private static String decoded(String value) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '=' && i + 2 < value.length() && isHex(value, i + 1)) {
        bytes.write(HexFormat.fromHexDigits(value, i + 1, i + 3));
        i += 2;
      } else {
        bytes.writeBytes(String.valueOf(c).getBytes(StandardCharsets.UTF_8));
      }
    }
    return text(bytes.toByteArray());
  }

  private static boolean isHex(String text, int at) {
    return HexFormat.isHexDigit(text.charAt(at)) && HexFormat.isHexDigit(text.charAt(at + 1));
  }
}
