package org.belfry.appliance.reports;

import java.text.MessageFormat;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.ResourceBundle.Control;

/** The words of workbooks and their mails in a language; English where there are none. */
final class ReportTexts {
  private final ResourceBundle bundle;
  private final Locale language;

  ReportTexts(Locale language) {
    this.language = language;
    this.bundle =
        ResourceBundle.getBundle(
            "org.belfry.appliance.reports.words",
            language,
            ReportTexts.class.getClassLoader(),
            Control.getNoFallbackControl(Control.FORMAT_PROPERTIES));
  }

  Locale language() {
    return language;
  }

  String of(String key, Object... values) {
    String text = bundle.getString(key);
    return values.length == 0 ? text : new MessageFormat(text, language).format(values);
  }

  /** Several, as the heads of columns. */
  String[] all(String... keys) {
    String[] words = new String[keys.length];
    for (int i = 0; i < keys.length; i++) {
      words[i] = of(keys[i]);
    }
    return words;
  }
}
