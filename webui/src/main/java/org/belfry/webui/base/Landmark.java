package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;

/** A place that a screen reader can jump to (WAI-ARIA 1.2 §5.3.4); it is not seen. */
public final class Landmark extends Div {

  /**
   * @param role banner, search, contentinfo …; a frame has one of each
   */
  public Landmark(String role, Component... content) {
    super(content);
    addClassName("bf-landmark");
    getElement().setAttribute("role", role);
  }
}
