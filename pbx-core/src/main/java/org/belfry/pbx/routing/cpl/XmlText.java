package org.belfry.pbx.routing.cpl;

import org.jspecify.annotations.Nullable;

/** Finds lines and columns in a document; used only when there is a problem to point at. */
final class XmlText {
  private final String text;

  XmlText(String text) {
    this.text = text;
  }

  /**
   * A problem with an element, or one of its attributes. Parsers tell where a start tag ends;
   * people want to know where it begins, which is at the {@code <} before: a tag cannot hold
   * another.
   */
  CplProblem problem(XmlElement at, @Nullable String attribute, String sentence) {
    int end = Math.min(offset(at.line(), at.column()), text.length());
    int start = Math.max(text.lastIndexOf('<', end - 1), 0);
    int found = start;
    if (attribute != null) {
      for (int i = text.indexOf(attribute, start); i >= 0 && i < end; ) {
        int behind = i + attribute.length();
        boolean isName = i > 0 && Character.isWhitespace(text.charAt(i - 1));
        if (isName && text.substring(behind, end).stripLeading().startsWith("=")) {
          found = i;
          break;
        }
        i = text.indexOf(attribute, behind);
      }
    }
    return at(found, sentence);
  }

  private CplProblem at(int offset, String sentence) {
    int line = 1;
    int begin = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        begin = i + 1;
      }
    }
    return new CplProblem(line, offset - begin + 1, sentence);
  }

  private int offset(int line, int column) {
    int begin = 0;
    for (int i = 1; i < line; i++) {
      int next = text.indexOf('\n', begin);
      if (next < 0) {
        break;
      }
      begin = next + 1;
    }
    return begin + column - 1;
  }
}
