package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.UIInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import java.util.Comparator;
import java.util.List;
import org.springframework.stereotype.Component;

/**
 * Limits how many pages of one session stay open: each is a tree of components in the memory that
 * calls need. One more closes the oldest; a browser that still shows it reloads it.
 */
@Component
class PagesOfSession implements VaadinServiceInitListener {
  /** Pages of a session that nobody has signed in with. */
  static final int OF_STRANGERS_MAX = 5;

  /** Tabs and windows of a person who has signed in. */
  static final int OF_PEOPLE_MAX = 20;

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.getSource().addUIInitListener(PagesOfSession::limit);
  }

  private static void limit(UIInitEvent event) {
    VaadinRequest request = VaadinRequest.getCurrent();
    boolean signedIn = request != null && request.getUserPrincipal() != null;
    int max = signedIn ? OF_PEOPLE_MAX : OF_STRANGERS_MAX;
    List<UI> older =
        event.getUI().getSession().getUIs().stream()
            .filter(ui -> ui != event.getUI() && !ui.isClosing())
            .sorted(Comparator.comparingInt(UI::getUIId))
            .toList();
    older.subList(0, Math.max(0, older.size() + 1 - max)).forEach(UI::close);
  }
}
