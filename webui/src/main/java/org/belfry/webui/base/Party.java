package org.belfry.webui.base;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import org.jspecify.annotations.Nullable;

/** One side of a call: the name if known, and the number. */
public class Party extends Div {

  public Party(@Nullable String name, String number) {
    addClassName("bf-party");
    Span digits = new Span(number);
    digits.addClassName("bf-number");
    if (name != null && !name.isBlank() && !name.equals(number)) {
      Span person = new Span(name);
      person.addClassName("bf-party-name");
      add(person);
    }
    add(digits);
  }
}
