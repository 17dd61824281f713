package org.belfry.webui.base;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinServiceInitListener;
import jakarta.servlet.http.Cookie;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * The reader's language: what was chosen by who is signed in, else what was chosen in this browser
 * before, else what the browser asks for.
 */
@Component
public class Language implements VaadinServiceInitListener {
  private static final String COOKIE = "belfry.language";

  private final Texts texts;
  private final Myself myself;

  Language(Texts texts, Myself myself) {
    this.texts = texts;
    this.myself = myself;
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event
        .getSource()
        .addUIInitListener(begun -> {
          UI ui = begun.getUI();
          myself
              .language()
              .or(() -> chosenBefore(VaadinRequest.getCurrent()))
              .flatMap(this::provided)
              .ifPresent(ui::setLocale);
          ui.getElement().executeJs("document.documentElement.lang = $0", languageOf(ui));
        });
  }

  /** Remembers the choice and loads the page again in that language. */
  public static void choose(Locale language, UI ui) {
    ui.getPage()
        .executeJs(
            """
            document.cookie = $0 + '=' + $1 + '; path=/; max-age=31536000; SameSite=Lax';
            window.location.reload();\
            """,
            COOKIE,
            language.getLanguage());
  }

  /** That of the page which is being drawn. */
  public static Locale current() {
    UI ui = UI.getCurrent();
    return ui == null ? Locale.ENGLISH : ui.getLocale();
  }

  private static String languageOf(UI ui) {
    return ui.getLocale().getLanguage();
  }

  private Optional<Locale> provided(String language) {
    return texts.getProvidedLocales().stream()
        .filter(locale -> locale.getLanguage().equals(language))
        .findFirst();
  }

  private static Optional<String> chosenBefore(VaadinRequest request) {
    Cookie[] cookies = request == null ? null : request.getCookies();
    return cookies == null
        ? Optional.empty()
        : Arrays.stream(cookies)
            .filter(cookie -> cookie.getName().equals(COOKIE))
            .map(Cookie::getValue)
            .findFirst();
  }
}
