package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.Command;
import com.vaadin.flow.shared.Registration;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
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

  /** The same for what tells its listeners what has happened. */
  public static <E> void followEvents(
      Component component,
      Function<Consumer<E>, LiveUpdates.Subscription> events,
      Command refresh) {
    follow(component, listener -> events.apply(event -> listener.run()), refresh);
  }

  /**
   * Calls {@code refresh} again and again while the component is on a page, for what tells nobody
   * when it changes. The browser asks, so a page that nobody looks at any more asks for nothing.
   */
  public static void again(Component component, Duration every, Command refresh) {
    component.addAttachListener(attached -> {
      UI ui = attached.getUI();
      AtomicBoolean failing = new AtomicBoolean();
      ui.setPollInterval((int) every.toMillis());
      Registration polling = ui.addPollListener(polled -> refreshOrSayOnce(refresh, failing));
      Registration[] detach = new Registration[1];
      detach[0] =
          component.addDetachListener(detached -> {
            ui.setPollInterval(-1);
            polling.remove();
            detach[0].remove();
          });
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
