package org.belfry.webui.history;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Paragraph;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Sound;

/** How each leg of a call sounded: a row each, and a sentence for each that was not well. */
final class MediaTable extends Div {

  /**
   * @param legs one or more
   */
  MediaTable(List<LegQuality> legs) {
    addClassName("bf-media");
    NativeTable table = new NativeTable();
    NativeTableRow head = new NativeTableRow();
    for (String column :
        List.of(
            "history.media.side",
            "history.media.codec",
            "history.media.quality",
            "history.media.packets",
            "history.media.lost",
            "history.media.jitter",
            "history.media.roundtrip")) {
      head.add(new NativeTableHeaderCell(getTranslation(column)));
    }
    table.getHead().add(head);
    legs.forEach(leg -> table.getBody().add(row(leg)));
    Div scrolled = new Div(table);
    scrolled.addClassName("bf-media-scroll");
    add(new H3(getTranslation("history.media")), scrolled);
    for (LegQuality leg : legs) {
      Sound.sentence(this, leg)
          .ifPresent(sentence -> {
            Paragraph wrong = new Paragraph(sentence);
            wrong.addClassName("bf-hint");
            add(wrong);
          });
    }
  }

  private NativeTableRow row(LegQuality leg) {
    Locale locale = Moments.of(this).locale();
    Double roundTrip = leg.roundTripMs();
    String side = Sound.side(this, leg);
    NativeTableRow row = new NativeTableRow();
    row.add(
        new NativeTableCell(leg.medium().equals("audio") ? side : side + " · " + leg.medium()),
        new NativeTableCell(Sound.codec(this, leg)),
        new NativeTableCell(Sound.pill(this, Sound.grade(leg))),
        new NativeTableCell(String.format(locale, "%,d / %,d", leg.received(), leg.sent())),
        new NativeTableCell(String.format(locale, "%,d (%.1f %%)", leg.lost(), leg.lossPercent())),
        new NativeTableCell(Sound.milliseconds(leg.jitterMs())),
        new NativeTableCell(roundTrip == null ? "–" : Sound.milliseconds(roundTrip)));
    return row;
  }
}
