package org.belfry.webui.base;

import com.vaadin.flow.i18n.I18NProvider;
import java.text.MessageFormat;
import java.util.List;
import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import org.springframework.stereotype.Component;

/** All texts of the pages, from {@code texts_en.properties} and {@code texts_de.properties}. */
@Component
public class Texts implements I18NProvider {
  private static final String BUNDLE = "org.belfry.webui.texts";

  @Override
  public List<Locale> getProvidedLocales() {
    return List.of(Locale.ENGLISH, Locale.GERMAN);
  }

  /**
   * @throws MissingResourceException when there is no such text; a test holds that this cannot be
   */
  @Override
  public String getTranslation(String key, Locale locale, Object... params) {
    Locale language =
        locale.getLanguage().equals(Locale.GERMAN.getLanguage()) ? Locale.GERMAN : Locale.ENGLISH;
    String text =
        ResourceBundle.getBundle(
                BUNDLE,
                language,
                ResourceBundle.Control.getNoFallbackControl(
                    ResourceBundle.Control.FORMAT_PROPERTIES))
            .getString(key);
    return params.length == 0 ? text : new MessageFormat(text, locale).format(params);
  }
}
