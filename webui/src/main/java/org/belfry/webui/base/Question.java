package org.belfry.webui.base;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;

/** Asks before something that cannot be undone. */
public final class Question extends ConfirmDialog {

  /**
   * @param yes the words on the button that does it
   * @param action what it does
   */
  public Question(String title, String sentence, String yes, Runnable action) {
    super(title, sentence, yes, confirmed -> action.run());
    setCancelable(true);
    setCancelText(getTranslation("base.cancel"));
    setConfirmButtonTheme("error primary");
  }
}
