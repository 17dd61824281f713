package org.belfry.webui.base;

import com.vaadin.flow.component.html.Span;

/** Words for those who have a page read to them; the others see what they mean. */
public final class Unseen extends Span {
  public Unseen(String words) {
    super(words);
    addClassName("bf-unseen");
  }
}
