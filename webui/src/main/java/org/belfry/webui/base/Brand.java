package org.belfry.webui.base;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** The mark and the name. */
public class Brand extends Div {
  private static final String MARK =
      """
      <svg class="bf-mark" viewBox="0 0 40 40" role="img" aria-hidden="true">\
      <rect class="bf-mark-ground" width="40" height="40" rx="10"/>\
      <path class="bf-mark-roof" d="M20 5.5 32 15v2.2H8V15z"/>\
      <path class="bf-mark-bell" d="M20 18.6c-4 0-6.3 2.8-6.3 6.6 0 3.3-1 4.9-2.5 6.4h17.6c-1.5-1.5-\
      2.5-3.1-2.5-6.4 0-3.8-2.3-6.6-6.3-6.6z"/><path class="bf-mark-bell" \
      d="M17.6 33a2.5 2.5 0 0 0 4.8 0z"/></svg>\
      """;

  public Brand() {
    addClassName("bf-brand");
    add(new Html(MARK), new Span("Belfry"));
  }
}
