package org.belfry.webui.fuse;

import static org.belfry.webui.fuse.FuseTexts.INPUTS;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import java.util.List;
import org.belfry.pbx.admin.FuseAdmin;
import org.belfry.pbx.admin.FuseAdmin.UsedView;
import org.belfry.webui.base.Panel;
import org.jspecify.annotations.Nullable;

/** What outgoing calls have used within 24 hours. */
final class UsedPanel extends Panel {
  private static final int ROWS_MAX = 50;

  private final transient FuseAdmin fuses;
  private final Div list = new Div();
  private transient @Nullable List<UsedView> shown;

  UsedPanel(FuseAdmin fuses) {
    this.fuses = fuses;
    super(text("fuse.used.title"));
    list.addClassName("bf-rows");
    add(list);
    refresh();
  }

  void refresh() {
    List<UsedView> now = fuses.fuse().used().stream().limit(ROWS_MAX).toList();
    if (now.equals(shown)) {
      return;
    }
    shown = now;
    list.removeAll();
    for (UsedView used : now) {
      Span title =
          new Span(
              FuseTexts.owner(used.scope(), used.name()) + " · " + FuseTexts.kind(used.kind()));
      title.addClassName("bf-entry-title");
      Div line = new Div(new Span(FuseTexts.used(used)));
      line.addClassName("bf-entry-line");
      Div entry = new Div(title, line);
      entry.addClassName("bf-entry");
      Div row = new Div(entry);
      row.addClassName("bf-row");
      list.add(row);
    }
    if (now.isEmpty()) {
      Paragraph none = new Paragraph(INPUTS.text("used.none"));
      none.addClassName("bf-none");
      list.add(none);
    }
  }
}
