package org.belfry.pbx.ladder;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.CallLadders.LadderView;
import org.belfry.pbx.admin.CallLadders.NoteView;
import org.belfry.pbx.admin.CallLadders.ParticipantView;
import org.belfry.pbx.admin.CallLadders.StepView;

/**
 * Draws a ladder as an SVG document that needs nothing else: a column for each participant, an
 * arrow for each message, time running down. The message itself appears when the pointer rests on
 * its arrow. Everything that comes from outside passes {@link #escaped}.
 */
public final class LadderDrawing {
  private static final int TIME_WIDTH = 96;
  private static final int COLUMN_WIDTH = 260;
  private static final int HEAD_HEIGHT = 74;
  private static final int TITLE_HEIGHT = 52;
  private static final int STEP_HEIGHT = 38;
  private static final int GAP_HEIGHT = 30;
  private static final int NOTE_HEIGHT = 24;
  private static final int BOX_WIDTH = 224;
  private static final int NOTE_CHAR_WIDTH = 7;
  private static final int LABEL_CHARS = 33;
  private static final int HEAD_CHARS = 30;
  private static final DateTimeFormatter DAY_AND_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);
  private static final String STYLE =
      """
      svg{background:#fff;font:13px system-ui,"DejaVu Sans",sans-serif;fill:#1b2733}
      .title{font-size:15px;font-weight:600}.small{font-size:11px;fill:#5c6b7a}
      .box{fill:#f3f6f9;stroke:#c3ccd6}.us{fill:#e2eefb;stroke:#5b93cf}.name{font-weight:600}
      .life{stroke:#c3ccd6;stroke-dasharray:2 4}.time{font-size:11px;fill:#5c6b7a}
      .request{stroke:#1663b5;fill:#1663b5}.response{stroke:#2a7d46;fill:#2a7d46}
      .refused{stroke:#a35a00;fill:#a35a00}.failed{stroke:#b3261e;fill:#b3261e}
      .repeated{opacity:.55}.repeated line{stroke-dasharray:5 4}
      line{stroke-width:1.4}text{stroke:none}.label{font-size:12px;font-weight:600}.gap,.note{font-style:italic}.note{font-size:12px}
      @media(prefers-color-scheme:dark){svg{background:#15191e;fill:#e3e8ee}
      .box{fill:#20272f;stroke:#46525f}.us{fill:#17324f;stroke:#4d86c4}.life{stroke:#46525f}
      .small,.time{fill:#9aa8b6}.request{stroke:#7db8f5;fill:#7db8f5}
      .response{stroke:#7fd09a;fill:#7fd09a}.refused{stroke:#f0b35c;fill:#f0b35c}
      .failed{stroke:#ff8a80;fill:#ff8a80}}
      """;

  private final StringBuilder out = new StringBuilder(16_384);
  private final LadderView ladder;

  private LadderDrawing(LadderView ladder) {
    this.ladder = ladder;
  }

  /** The drawing as an SVG document. */
  public static String svg(LadderView ladder) {
    return new LadderDrawing(ladder).draw();
  }

  private String draw() {
    List<StepView> steps = ladder.steps();
    int width = TIME_WIDTH + COLUMN_WIDTH * ladder.participants().size() + 16;
    int top = TITLE_HEIGHT + HEAD_HEIGHT + 14;
    int height = top + 24;
    int expected = 1;
    for (StepView step : steps) {
      height += STEP_HEIGHT + (step.number() > expected ? GAP_HEIGHT : 0);
      expected = step.number() + 1;
    }
    height += NOTE_HEIGHT * ladder.notes().size();
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"").append(width);
    out.append("\" height=\"").append(height).append("\" viewBox=\"0 0 ").append(width);
    out.append(' ').append(height).append("\" role=\"img\">\n<title>Ladder of the call ");
    out.append(escaped(ladder.callId())).append("</title>\n<style>").append(STYLE);
    out.append("</style>\n");
    text(16, 24, "title", "Call " + shortened(ladder.callId(), 90));
    text(16, 42, "small", DAY_AND_TIME.format(ladder.startedAt()) + ", " + count(steps.size()));
    for (int i = 0; i < ladder.participants().size(); i++) {
      head(i, ladder.participants().get(i), height - 12);
    }
    int y = top + 26;
    expected = 1;
    int noted = 0;
    for (StepView step : steps) {
      int next = notesBefore(step.number());
      y = notes(noted, next, y, width);
      noted = Math.max(noted, next);
      if (step.number() > expected) {
        int missing = step.number() - expected;
        text(TIME_WIDTH + 8, y - 4, "small gap", "… " + count(missing) + " left out …");
        y += GAP_HEIGHT;
      }
      expected = step.number() + 1;
      arrow(step, y);
      y += STEP_HEIGHT;
    }
    notes(noted, ladder.notes().size(), y, width);
    return out.append("</svg>\n").toString();
  }

  /** How many notes stand before the step of this number. */
  private int notesBefore(int step) {
    int before = 0;
    while (before < ladder.notes().size() && ladder.notes().get(before).after() < step) {
      before++;
    }
    return before;
  }

  /** Draws the notes of these positions; gives the height where the next thing stands. */
  private int notes(int from, int to, int top, int width) {
    int y = top;
    int most = (width - TIME_WIDTH - 24) / NOTE_CHAR_WIDTH;
    for (NoteView note : ladder.notes().subList(from, Math.max(from, to))) {
      text(12, y - 8, "time", String.format(Locale.ROOT, "+%.3f s", note.offsetSeconds()));
      out.append("<text x=\"").append(TIME_WIDTH + 8).append("\" y=\"").append(y - 8);
      out.append("\" class=\"note\">").append(escaped(shortened(note.text(), most)));
      out.append("<title>").append(escaped(note.text())).append("</title></text>\n");
      y += NOTE_HEIGHT;
    }
    return y;
  }

  private void head(int column, ParticipantView who, int bottom) {
    int x = x(column);
    int left = x - BOX_WIDTH / 2;
    int under = TITLE_HEIGHT + HEAD_HEIGHT;
    line(x, under, x, bottom, "life");
    out.append("<rect x=\"").append(left).append("\" y=\"").append(TITLE_HEIGHT);
    out.append("\" width=\"").append(BOX_WIDTH).append("\" height=\"").append(HEAD_HEIGHT);
    out.append("\" rx=\"6\" class=\"").append(who.us() ? "box us" : "box").append("\"/>\n");
    boolean named = who.name() != null && !who.name().isEmpty();
    String first = named ? String.valueOf(who.name()) : who.address();
    centred(x, TITLE_HEIGHT + 24, "name", shortened(first, 26));
    if (named) {
      centred(x, TITLE_HEIGHT + 43, "small", shortened(who.address(), HEAD_CHARS + 4));
    }
    if (who.agent() != null) {
      centred(x, TITLE_HEIGHT + 60, "small", shortened(who.agent(), HEAD_CHARS + 4));
    }
  }

  private void arrow(StepView step, int y) {
    int from = x(step.from());
    int to = x(step.to());
    int step1 = to > from ? 1 : -1;
    out.append("<g class=\"").append(kind(step)).append(step.repeated() ? " repeated" : "");
    out.append("\"><title>").append(escaped(step.message())).append("</title>\n");
    out.append("<rect x=\"").append(Math.min(from, to)).append("\" y=\"").append(y - 20);
    out.append("\" width=\"").append(Math.abs(to - from)).append("\" height=\"30\"");
    out.append(" stroke=\"none\" fill-opacity=\"0\"/>\n");
    text(12, y + 4, "time", String.format(Locale.ROOT, "+%.3f s", step.offsetSeconds()));
    String label = shortened(step.label(), LABEL_CHARS) + (step.sdp() ? " (SDP)" : "");
    int middle = Math.max(from, to) - COLUMN_WIDTH / 2; // beside the one who is not us
    centred(middle, y - 6, "label", label);
    String note = step.failure() != null ? "not sent: " + step.failure() : step.cseq();
    note = step.repeated() ? note + " · again" : note;
    centred(middle, y + 13, "small", shortened(note, LABEL_CHARS + 8));
    line(from, y, to - 7 * step1, y, "");
    if (step.failure() == null) {
      out.append("<path stroke=\"none\" d=\"M").append(to).append(' ').append(y);
      out.append('l').append(-10 * step1).append(" -4.5v9z\"/>\n");
    } else {
      line(to - 16 * step1, y - 5, to - 6 * step1, y + 5, "");
      line(to - 16 * step1, y + 5, to - 6 * step1, y - 5, "");
    }
    out.append("</g>\n");
  }

  private static String kind(StepView step) {
    if (step.failure() != null) {
      return "failed";
    }
    if (step.request()) {
      return "request";
    }
    return step.label().charAt(0) >= '3' ? "refused" : "response";
  }

  private static int x(int column) {
    return TIME_WIDTH + COLUMN_WIDTH * column + COLUMN_WIDTH / 2;
  }

  private static String count(int messages) {
    return messages == 1 ? "1 message" : messages + " messages";
  }

  private void line(int x1, int y1, int x2, int y2, String style) {
    out.append("<line x1=\"").append(x1).append("\" y1=\"").append(y1).append("\" x2=\"");
    out.append(x2).append("\" y2=\"").append(y2).append('"');
    out.append(style.isEmpty() ? "" : " class=\"" + style + '"').append("/>\n");
  }

  private void text(int x, int y, String style, String text) {
    out.append("<text x=\"").append(x).append("\" y=\"").append(y).append("\" class=\"");
    out.append(style).append("\">").append(escaped(text)).append("</text>\n");
  }

  private void centred(int x, int y, String style, String text) {
    out.append("<text text-anchor=\"middle\" x=\"").append(x).append("\" y=\"").append(y);
    out.append("\" class=\"").append(style).append("\">").append(escaped(text));
    out.append("</text>\n");
  }

  /** Long addresses and agents keep their beginning and their end. */
  private static String shortened(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int tail = most / 3;
    return text.substring(0, most - tail - 1) + "…" + text.substring(text.length() - tail);
  }

  /** Text for XML 1.0: markup escaped, characters that XML does not know replaced. */
  static String escaped(String text) {
    StringBuilder safe = new StringBuilder(text.length() + 16);
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '<' -> safe.append("&lt;");
            case '>' -> safe.append("&gt;");
            case '&' -> safe.append("&amp;");
            case '"' -> safe.append("&quot;");
            case '\'' -> safe.append("&#39;");
            default -> safe.appendCodePoint(isXml(c) ? c : '\uFFFD');
          }
        });
    return safe.toString();
  }

  private static boolean isXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || (c >= 0x10000 && c <= 0x10FFFF);
  }
}
