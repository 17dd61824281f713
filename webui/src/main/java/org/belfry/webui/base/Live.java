package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.shared.Registration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.pbx.admin.LiveUpdates;

/** Joins a component to the live updates for as long as it is on a page. */
public final class Live {
  private Live() {}

  /**
   * Calls {@code refresh} now and after every change, holding the page's lock. Changes that come
   * while one refresh is still waiting are one refresh.
   */
  public static void follow(Component component, LiveUpdates updates, Command refresh) {
    component.addAttachListener(
        attached -> {
          UI ui = attached.getUI();
          AtomicBoolean waiting = new AtomicBoolean();
          Runnable onPage =
              ui.accessLater(
                  () -> {
                    waiting.set(false);
                    refresh.execute();
                  },
                  () -> waiting.set(true)); // The page is gone: nothing is ever due again.
          LiveUpdates.Subscription subscription =
              updates.onChange(
                  () -> {
                    if (waiting.compareAndSet(false, true)) {
                      onPage.run();
                    }
                  });
          Registration[] detach = new Registration[1];
          detach[0] =
              component.addDetachListener(
                  detached -> {
                    subscription.close();
                    detach[0].remove();
                  });
          refresh.execute();
        });
  }
}
