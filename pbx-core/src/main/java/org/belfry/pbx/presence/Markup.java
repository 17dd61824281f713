package org.belfry.pbx.presence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Writes a small XML document. What XML cannot carry (control characters, lone surrogates) is left
 * out.
 */
final class Markup {
  private final StringBuilder out = new StringBuilder(512);
  private final Deque<String> open = new ArrayDeque<>();
  private boolean inTag;

  Markup() {
    out.append("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
  }

  Markup open(String element) {
    endTag();
    out.append('<').append(element);
    open.push(element);
    inTag = true;
    return this;
  }

  /** Only behind {@link #open}; nothing when the value is null. */
  Markup attribute(String name, @Nullable String value) {
    if (value != null) {
      out.append(' ').append(name).append("=\"");
      escape(value);
      out.append('"');
    }
    return this;
  }

  Markup text(String text) {
    endTag();
    escape(text);
    return this;
  }

  Markup close() {
    String element = open.pop();
    if (inTag) {
      out.append("/>");
      inTag = false;
    } else {
      out.append("</").append(element).append('>');
    }
    return this;
  }

  /** An element with nothing but text. */
  Markup element(String name, String text) {
    return open(name).text(text).close();
  }

  /** Closes what is open. */
  byte[] done() {
    while (!open.isEmpty()) {
      close();
    }
    return out.append('\n').toString().getBytes(StandardCharsets.UTF_8);
  }

  private void endTag() {
    if (inTag) {
      out.append('>');
      inTag = false;
    }
  }

  private void escape(String text) {
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> out.append("&lt;");
            case '>' -> out.append("&gt;");
            case '&' -> out.append("&amp;");
            case '"' -> out.append("&quot;");
            default -> {
              if (c >= ' ' && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF) {
                out.appendCodePoint(c);
              }
            }
          }
        });
  }
}
