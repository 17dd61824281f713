package org.belfry.webui.base;

import com.vaadin.flow.i18n.I18NProvider;
import com.vaadin.flow.internal.LocaleUtil;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.text.MessageFormat;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.ResourceBundle;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.pbx.admin.SentenceTranslations;
import org.springframework.stereotype.Component;

/**
 * All texts of the pages. A language is a line in {@code languages.txt}, {@code
 * texts_<language>.properties} and, for the problems of the API, {@code sentences_<language>.txt};
 * a language needs no Java. The first one is shown to readers of any other language.
 */
@Component
public class Texts implements I18NProvider, SentenceTranslations {
  private static final String FOLDER = "org/belfry/webui/";
  private static final String BUNDLE = "org.belfry.webui.texts";

  private final ClassLoader files;
  private final List<Locale> languages;
  private final Map<String, Sentences> sentences = new ConcurrentHashMap<>();

  public Texts() {
    this(Texts.class.getClassLoader());
  }

  /** With the languages that this loader finds; each {@code languages.txt} may name some. */
  public Texts(ClassLoader files) {
    this.files = files;
    this.languages = languages(files);
  }

  private static List<Locale> languages(ClassLoader files) {
    try {
      StringBuilder all = new StringBuilder();
      for (URL list : Collections.list(files.getResources(FOLDER + "languages.txt"))) {
        try (var in = list.openStream()) {
          all.append(new String(in.readAllBytes(), StandardCharsets.UTF_8)).append('\n');
        }
      }
      return all.toString()
          .lines()
          .filter(line -> !line.isBlank())
          .map(Locale::forLanguageTag)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The languages that readers can choose. */
  public static List<Locale> offered() {
    return LocaleUtil.getI18NProvider().map(I18NProvider::getProvidedLocales).orElse(List.of());
  }

  /** A problem of the API in the reader's language; as it was stated when it is not translated. */
  static String sentence(String stated, Locale locale) {
    return LocaleUtil.getI18NProvider()
        .map(texts -> texts instanceof Texts ours ? ours.sentences(locale).of(stated) : stated)
        .orElse(stated);
  }

  @Override
  public String translated(String sentence, Locale language) {
    return sentences(language).of(sentence);
  }

  @Override
  public List<Locale> getProvidedLocales() {
    return languages;
  }

  /**
   * @throws MissingResourceException when there is no such text; a test refuses that
   */
  @Override
  public String getTranslation(String key, Locale locale, Object... params) {
    String text =
        ResourceBundle.getBundle(
                BUNDLE,
                provided(locale),
                files,
                ResourceBundle.Control.getNoFallbackControl(
                    ResourceBundle.Control.FORMAT_PROPERTIES))
            .getString(key);
    return params.length == 0 ? text : new MessageFormat(text, locale).format(params);
  }

  private Locale provided(Locale locale) {
    return languages.stream()
        .filter(each -> each.getLanguage().equals(locale.getLanguage()))
        .findFirst()
        .orElse(languages.getFirst());
  }

  private Sentences sentences(Locale locale) {
    return sentences.computeIfAbsent(
        provided(locale).getLanguage(),
        language -> Sentences.read(files, FOLDER + "sentences_" + language + ".txt"));
  }
}
