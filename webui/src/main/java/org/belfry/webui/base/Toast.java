package org.belfry.webui.base;

import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;

/** Short messages at the edge of the page. */
public final class Toast {
  private Toast() {}

  /** Says that something was done. */
  public static void done(String sentence) {
    show(sentence, NotificationVariant.LUMO_SUCCESS, 4000);
  }

  /** Says that something was done that is probably not meant so; stays longer. */
  public static void warning(String sentence) {
    show(sentence, NotificationVariant.LUMO_WARNING, 10_000);
  }

  /** Says that something did not work; stays longer. */
  public static void problem(String sentence) {
    Notification toast = show(sentence, NotificationVariant.LUMO_ERROR, 10_000);
    toast.setAssertive(true);
  }

  private static Notification show(String sentence, NotificationVariant variant, int millis) {
    Notification toast = Notification.show(sentence, millis, Notification.Position.BOTTOM_CENTER);
    toast.addThemeVariants(variant);
    return toast;
  }
}
