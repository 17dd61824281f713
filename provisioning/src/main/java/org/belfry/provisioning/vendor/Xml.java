package org.belfry.provisioning.vendor;

/** Text as it stands in XML. */
final class Xml {
  static final String HEAD = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
  static final String TYPE = "application/xml;charset=UTF-8";

  private Xml() {}

  /** Escaped for an element or a quoted attribute; what XML 1.0 cannot hold is left out. */
  static String text(String value) {
    StringBuilder out = new StringBuilder(value.length());
    value
        .codePoints()
        .filter(c -> c >= ' ' && c != 0xFFFE && c != 0xFFFF && !(c >= 0xD800 && c <= 0xDFFF))
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> out.appendCodePoint(c);
          }
        });
    return out.toString();
  }

  /** An element on a line of its own. */
  static String element(String indent, String name, String value) {
    return indent + "<" + name + ">" + text(value) + "</" + name + ">\n";
  }
}
