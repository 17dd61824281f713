package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.shared.Registration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.belfry.pbx.admin.LiveUpdates;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Joins a component to the live updates for as long as it is on a page. */
public final class Live {
  private static final Logger LOG = LoggerFactory.getLogger(Live.class);

  private Live() {}

  /**
   * Calls {@code refresh} now and after every change, holding the page's lock. Changes that come
   * while one refresh is still waiting are one refresh.
   */
  public static void follow(Component component, LiveUpdates updates, Command refresh) {
    component.addAttachListener(attached -> {
      Runnable onPage = onPage(attached.getUI(), refresh);
      LiveUpdates.Subscription subscription = updates.onChange(onPage);
      Registration[] detach = new Registration[1];
      detach[0] =
          component.addDetachListener(detached -> {
            subscription.close();
            detach[0].remove();
          });
      refresh.execute();
    });
  }

  private static Runnable onPage(UI ui, Command refresh) {
    AtomicBoolean waiting = new AtomicBoolean();
    AtomicBoolean failing = new AtomicBoolean();
    Runnable later =
        ui.accessLater(
            () -> {
              waiting.set(false);
              refreshOrSayOnce(refresh, failing);
            },
            () -> waiting.set(true)); // The page is gone: nothing is ever due again.
    return () -> {
      if (waiting.compareAndSet(false, true)) {
        later.run();
      }
    };
  }

  /** While the database is away every change would fail: the reader is told of the first. */
  private static void refreshOrSayOnce(Command refresh, AtomicBoolean failing) {
    try {
      refresh.execute();
      failing.set(false);
    } catch (RuntimeException failure) {
      if (!failing.getAndSet(true)) {
        throw failure;
      }
      LOG.debug("A live page still cannot be refreshed", failure);
    }
  }
}
