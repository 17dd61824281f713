package org.belfry.webui.portal;

import com.vaadin.flow.component.html.Span;
import java.util.function.LongSupplier;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.webui.base.Live;

/** How many missed calls or new messages there are, beside their entry in the navigation. */
final class UnseenCount extends Span {
  private static final int MOST = 99;

  private final String sentence;

  /**
   * @param sentence key of the text that a screen reader says, which counts
   */
  UnseenCount(String sentence, LiveUpdates updates, LongSupplier count) {
    this.sentence = sentence;
    addClassName("bf-badge");
    setVisible(false);
    Live.follow(this, updates, () -> show(count.getAsLong()));
  }

  private void show(long count) {
    setVisible(count > 0);
    setText(count > MOST ? MOST + "+" : Long.toString(count));
    getElement().setAttribute("role", "status");
    getElement().setAttribute("aria-label", getTranslation(sentence, count));
    setTitle(getTranslation(sentence, count));
  }
}
