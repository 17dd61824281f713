package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import java.util.Locale;

/** Light, dark, or as the reader's system has it; remembered in the browser. */
enum Appearance {
  SYSTEM("light dark"),
  LIGHT("light"),
  DARK("dark");

  /** Puts the remembered appearance on while the page is loading. */
  static final String RESTORE_SCRIPT =
      "const s = localStorage.getItem('belfry.appearance');"
          + " if (s) document.documentElement.style.colorScheme = s;";

  private final String colorScheme;

  Appearance(String colorScheme) {
    this.colorScheme = colorScheme;
  }

  String textKey() {
    return "base.appearance." + name().toLowerCase(Locale.ROOT);
  }

  void putOn(UI ui) {
    ui.getPage()
        .executeJs(
            """
            localStorage.setItem('belfry.appearance', $0);
            document.documentElement.style.colorScheme = $0;\
            """,
            colorScheme);
  }
}
