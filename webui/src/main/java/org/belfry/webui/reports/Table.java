package org.belfry.webui.reports;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;

/** Figures in rows; the first column names what they belong to. */
final class Table extends Div {
  private final NativeTable table = new NativeTable();

  Table(String... heads) {
    NativeTableRow row = new NativeTableRow();
    for (String head : heads) {
      row.add(new NativeTableHeaderCell(head));
    }
    table.getHead().add(row);
    add(table);
    addClassNames("bf-media-scroll", "bf-report-table");
  }

  void row(Object... cells) {
    NativeTableRow row = new NativeTableRow();
    for (Object cell : cells) {
      row.add(new NativeTableCell(cell.toString()));
    }
    table.getBody().add(row);
  }
}
