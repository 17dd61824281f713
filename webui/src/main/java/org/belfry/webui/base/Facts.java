package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.DescriptionList;
import com.vaadin.flow.component.html.Span;

/** Names and values below each other. */
public class Facts extends DescriptionList {

  public Facts() {
    addClassName("bf-facts");
  }

  public Facts fact(String name, String value) {
    return fact(name, new Span(value));
  }

  public Facts fact(String name, Component value) {
    add(new Term(name), new Description(value));
    return this;
  }
}
