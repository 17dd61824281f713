package org.belfry.webui.base;

import com.vaadin.flow.component.Key;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import java.util.List;

/** The search over everything (Ctrl-K). Enter opens what is found first. */
final class SearchDialog extends Dialog {
  private static final int MOST = 12;

  private final transient Finder finder;
  private final TextField words = new TextField();
  private final Div found = new Div();
  private transient List<Finder.Hit> hits = List.of();

  SearchDialog(Finder finder) {
    this.finder = finder;
    setHeaderTitle(getTranslation("search.title"));
    addClassNames("bf-dialog", "bf-search-dialog");
    words.setWidthFull();
    words.setAutofocus(true);
    words.setPlaceholder(getTranslation("search.placeholder"));
    words.setAriaLabel(getTranslation("search.placeholder"));
    words.setPrefixComponent(VaadinIcon.SEARCH.create());
    words.setClearButtonVisible(true);
    words.setValueChangeMode(ValueChangeMode.LAZY);
    words.setValueChangeTimeout(150);
    words.addValueChangeListener(changed -> look());
    words.addKeyPressListener(
        Key.ENTER,
        pressed -> {
          look();
          hits.stream().findFirst().ifPresent(this::go);
        });
    found.addClassName("bf-found");
    found.getElement().setAttribute("aria-live", "polite");
    add(words, found);
    look();
  }

  private void look() {
    String wanted = words.getValue().strip();
    hits = wanted.isEmpty() ? List.of() : finder.find(wanted, MOST);
    found.removeAll();
    if (hits.isEmpty()) {
      Paragraph nothing =
          new Paragraph(getTranslation(wanted.isEmpty() ? "search.hint" : "base.nomatch.title"));
      nothing.addClassName("bf-none");
      found.add(nothing);
    }
    for (Finder.Hit hit : hits) {
      Icon icon = hit.icon().create();
      icon.getElement().setAttribute("aria-hidden", "true");
      Span title = new Span(hit.title());
      title.addClassName("bf-entry-title");
      Span detail = new Span(hit.detail());
      detail.addClassName("bf-small");
      Div line = new Div(icon, title, detail);
      line.addClassName("bf-found-line");
      Button open = new Button(line, clicked -> go(hit));
      open.addClassName("bf-found-one");
      open.setAriaLabel(hit.title() + ", " + hit.detail());
      found.add(open);
    }
  }

  private void go(Finder.Hit hit) {
    close();
    UI.getCurrent().navigate(hit.path());
  }
}
