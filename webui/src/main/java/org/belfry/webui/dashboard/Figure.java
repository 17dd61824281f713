package org.belfry.webui.dashboard;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.RouterLink;

/** One number with its name; the whole leads to where the number comes from. */
final class Figure extends RouterLink {
  private final Span number = new Span();

  Figure(VaadinIcon symbol, String name, Class<? extends Component> page) {
    super(page);
    addClassName("bf-figure");
    Icon icon = symbol.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    number.addClassName("bf-figure-number");
    Span label = new Span(name);
    label.addClassName("bf-figure-name");
    add(icon, number, label);
  }

  void show(String value) {
    number.setText(value);
  }
}
