package org.belfry.webui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import com.vaadin.flow.i18n.I18NProvider;

/** Short messages at the edge of the page. */
public final class Toast {
  private Toast() {}

  /** Says that something was done. */
  public static void done(String sentence) {
    show(sentence, NotificationVariant.LUMO_SUCCESS, 4000);
  }

  /** Says that something was done that can be taken back for a while. */
  public static void undoable(String sentence, Runnable undo) {
    Notification toast = new Notification();
    Button back =
        new Button(I18NProvider.translate("base.undo"), VaadinIcon.ARROW_BACKWARD.create());
    back.addThemeVariants(ButtonVariant.LUMO_TERTIARY_INLINE);
    back.addClickListener(clicked -> {
      toast.close();
      undo.run();
    });
    Div line = new Div(new Span(sentence), back);
    line.addClassName("bf-entry-line");
    toast.add(line);
    toast.setDuration(10_000);
    toast.setPosition(Notification.Position.BOTTOM_CENTER);
    toast.open();
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
