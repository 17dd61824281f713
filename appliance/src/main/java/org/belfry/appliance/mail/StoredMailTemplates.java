package org.belfry.appliance.mail;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.NotFound;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Changed texts of mails, each a document in the database. */
@Component
class StoredMailTemplates implements MailTemplateAdmin {
  private static final String SETTING = "mail.template.";
  private static final String KIND = "mail_template";
  private static final JsonMapper JSON = new JsonMapper();

  private final MailTemplates templates;
  private final Settings settings;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;

  StoredMailTemplates(
      MailTemplates templates,
      Settings settings,
      AuditTrail audit,
      TransactionTemplate transaction) {
    this.templates = templates;
    this.settings = settings;
    this.audit = audit;
    this.transaction = transaction;
    for (MailKind kind : MailKind.values()) {
      for (String language : MailTemplates.LANGUAGES) {
        settings
            .get(SETTING + kind + "." + language)
            .map(text -> JSON.readValue(text, MailTemplate.class))
            .ifPresent(kept -> templates.use(kind, language, kept));
      }
    }
  }

  @Override
  public List<String> languages() {
    return MailTemplates.LANGUAGES;
  }

  @Override
  public List<TemplateView> templates() {
    return Stream.of(MailKind.values())
        .flatMap(kind -> languages().stream().map(language -> template(kind, language)))
        .toList();
  }

  @Override
  public TemplateView template(MailKind kind, String language) {
    MailTemplate standard = standard(kind, language);
    MailTemplate changed = templates.changed(kind, language);
    MailTemplate shown = changed == null ? standard : changed;
    return new TemplateView(
        kind, language, shown.subject(), shown.text(), changed != null, kind.placeholders());
  }

  private MailTemplate standard(MailKind kind, String language) {
    MailTemplate standard =
        languages().contains(language) ? templates.standard(kind, language) : null;
    if (standard == null) {
      throw new NotFound("language", language);
    }
    return standard;
  }

  @Override
  public synchronized TemplateView save(MailKind kind, String language, SaveTemplate command) {
    MailTemplate standard = standard(kind, language);
    MailTemplate good = of(command).checked(kind);
    store(kind, language, good.equals(standard) ? null : good);
    return template(kind, language);
  }

  @Override
  public synchronized TemplateView restore(MailKind kind, String language) {
    standard(kind, language);
    store(kind, language, null);
    return template(kind, language);
  }

  private void store(MailKind kind, String language, @Nullable MailTemplate after) {
    MailTemplate before = templates.changed(kind, language);
    String name = kind + "." + language;
    transaction.executeWithoutResult(status -> {
      if (after == null) {
        settings.remove(SETTING + name);
      } else {
        settings.set(SETTING + name, JSON.writeValueAsString(after));
      }
      if (!Objects.equals(before, after)) {
        audit.tell(KIND, name, before, after);
      }
    });
    templates.use(kind, language, after);
  }

  @Override
  public Preview preview(MailKind kind, String language, SaveTemplate command) {
    standard(kind, language);
    MailTemplate filled = of(command).checked(kind).filled(samples(language));
    return new Preview(filled.subject(), filled.text());
  }

  /** The command comes from JSON: its components may be null whatever their type says. */
  private static MailTemplate of(SaveTemplate command) {
    return new MailTemplate(
        Objects.requireNonNullElse(command.subject(), ""),
        Objects.requireNonNullElse(command.text(), ""));
  }

  private static Map<String, String> samples(String language) {
    boolean german = language.equals("de");
    return Map.ofEntries(
        Map.entry("caller", "Carol Lind (+49 30 123456)"),
        Map.entry("name", "Alice Berger"),
        Map.entry("extension", "1001"),
        Map.entry("time", "2026-11-21 11:15"),
        Map.entry("length", "1:15"),
        Map.entry("code", "*97"),
        Map.entry(
            "attached", german ? "Die Nachricht ist angehängt.\n" : "The message is attached.\n"),
        Map.entry("link", "https://pbx.example.com/"),
        Map.entry("until", "2026-11-28"),
        Map.entry("period", "2026-11-01 – 2026-11-30"),
        Map.entry("calls", "412"),
        Map.entry("answered", "371"),
        Map.entry("missed", "41"),
        Map.entry("talked", "18:07:12"),
        Map.entry("cost", german ? "Kosten: 12,40\n" : "Cost: 12.40\n"),
        Map.entry("domain", "pbx.example.com"),
        Map.entry("problem", german ? "Der Speicher ist zu 95 % belegt" : "The disk is 95 % full"),
        Map.entry("since", "2026-11-21 11:15"),
        Map.entry("advice", german ? "Löschen Sie alte Aufnahmen" : "Delete old recordings"),
        Map.entry("number", "112"),
        Map.entry("location", "Invalidenstraße 44, 10115 Berlin"));
  }
}
