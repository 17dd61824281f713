package org.belfry.webui.audit;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;
import java.util.function.UnaryOperator;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.DeletedItems.DeletedItem;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** What was deleted lately, each with a button that puts it back. */
final class DeletedPanel extends Panel {
  private final transient DeletedItems deleted;
  private final transient Inputs inputs;
  private final transient UnaryOperator<String> kinds;
  private final transient Runnable restored;
  private final Moments moments;
  private final Div rows = new Div();

  /**
   * @param kinds the word for a kind
   * @param restored runs after something is back
   */
  DeletedPanel(
      DeletedItems deleted,
      Inputs inputs,
      Moments moments,
      UnaryOperator<String> kinds,
      Runnable restored) {
    this.deleted = deleted;
    this.inputs = inputs;
    this.moments = moments;
    this.kinds = kinds;
    this.restored = restored;
    super(inputs.text("deleted"));
    Paragraph lead = new Paragraph(inputs.text("deleted.lead"));
    lead.addClassName("bf-small");
    rows.addClassName("bf-rows");
    add(lead, rows);
    refresh();
  }

  private void refresh() {
    List<DeletedItem> items = deleted.items();
    rows.removeAll();
    items.forEach(item -> rows.add(row(item)));
    setVisible(!items.isEmpty());
  }

  private Div row(DeletedItem item) {
    Span what = new Span(kinds.apply(item.kind()) + " " + item.name());
    what.addClassName("bf-entry-title");
    Div line = new Div(new Span(item.who()), new Span(moments.full(item.at())));
    line.addClassName("bf-entry-line");
    Div entry = new Div(what, line);
    entry.addClassName("bf-entry");
    Button back = new Button(inputs.text("restore"), VaadinIcon.ARROW_BACKWARD.create());
    back.setAriaLabel(getTranslation("base.action.on", back.getText(), what.getText()));
    back.addClickListener(clicked -> restore(item));
    Div row = new Div(entry, back);
    row.addClassName("bf-row");
    return row;
  }

  private void restore(DeletedItem item) {
    try {
      deleted.restore(item.id());
      Toast.done(getTranslation("base.restored", kinds.apply(item.kind()) + " " + item.name()));
      restored.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand taken) {
      Toast.problem(FieldProblems.sentence(taken.problems().getFirst().message()));
    }
    refresh();
  }
}
