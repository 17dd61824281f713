package org.belfry.webui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.contextmenu.ContextMenu;
import com.vaadin.flow.component.contextmenu.SubMenu;
import java.util.Locale;

/** The part of the reader's menu that is the same in all frames: appearance and language. */
public final class LookMenu {
  private LookMenu() {}

  /** Adds it to the menu of a frame. */
  public static void addTo(ContextMenu menu, Component frame, Myself myself) {
    SubMenu appearance = menu.addItem(frame.getTranslation("base.appearance")).getSubMenu();
    for (Appearance choice : Appearance.values()) {
      appearance.addItem(
          frame.getTranslation(choice.textKey()), chosen -> frame.getUI().ifPresent(choice::putOn));
    }
    SubMenu language = menu.addItem(frame.getTranslation("base.language")).getSubMenu();
    for (Locale choice : Texts.offered()) {
      language.addItem(
          choice.getDisplayLanguage(choice),
          chosen -> {
            myself.speak(choice);
            frame.getUI().ifPresent(ui -> Language.choose(choice, ui));
          });
    }
  }
}
