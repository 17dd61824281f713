package org.belfry.appliance.mail;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * What mails say: a text that was changed in the pages goes before {@code
 * mail/<kind>.<language>.txt} in the data directory, and that before ours. In memory, so that a
 * call's lane may ask too.
 */
@Component
public class MailTemplates {
  /** Read where there is no text in a language. */
  static final String FALLBACK = "en";

  static final List<String> LANGUAGES = List.of("en", "de");

  private final Path own;
  private final Map<String, MailTemplate> changed = new ConcurrentHashMap<>();
  private final Map<String, MailTemplate> ours = new ConcurrentHashMap<>();

  @Autowired
  MailTemplates(Bootstrap groundwork) {
    this(groundwork.data().path());
  }

  /**
   * @param data the data directory
   */
  public MailTemplates(Path data) {
    this.own = data.resolve("mail");
  }

  /** Whether there is a text of this kind in a language, two letters. */
  public boolean speaks(MailKind kind, String language) {
    return template(kind, language) != null;
  }

  /**
   * The words of a mail.
   *
   * @param language two letters; English is used where there is no text
   */
  public MailTemplate fill(MailKind kind, String language, Map<String, String> values) {
    MailTemplate template = template(kind, language);
    MailTemplate used = template == null ? template(kind, FALLBACK) : template;
    if (used == null) {
      throw new IllegalStateException("there is no text for mails of " + kind);
    }
    return used.filled(values);
  }

  private @Nullable MailTemplate template(MailKind kind, String language) {
    MailTemplate here = changed.get(key(kind, language));
    return here == null ? standard(kind, language) : here;
  }

  /** What counts when nothing was changed in the pages; null when there is nothing. */
  @Nullable MailTemplate standard(MailKind kind, String language) {
    String name = kind.name().toLowerCase(Locale.ROOT) + "." + language + ".txt";
    try {
      Path mine = own.resolve(name);
      if (Files.exists(mine)) {
        return MailTemplate.read(Files.readString(mine));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ours.computeIfAbsent(name, MailTemplates::read);
  }

  private static @Nullable MailTemplate read(String name) {
    try (InputStream in = MailTemplates.class.getResourceAsStream("/mail/" + name)) {
      return in == null
          ? null
          : MailTemplate.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Nullable MailTemplate changed(MailKind kind, String language) {
    return changed.get(key(kind, language));
  }

  /** From now on this; null for the standard. */
  void use(MailKind kind, String language, @Nullable MailTemplate template) {
    if (template == null) {
      changed.remove(key(kind, language));
    } else {
      changed.put(key(kind, language), template);
    }
  }

  private static String key(MailKind kind, String language) {
    return kind + "." + language;
  }
}
