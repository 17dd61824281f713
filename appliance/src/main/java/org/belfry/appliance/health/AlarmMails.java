package org.belfry.appliance.health;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.health.AlarmWatch.Standing;
import org.belfry.appliance.health.AlarmWatch.State;
import org.belfry.appliance.health.AlarmWatch.Step;
import org.belfry.appliance.health.AlarmWatch.Word;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailTemplate;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.appliance.mail.Outbox;
import org.belfry.appliance.persistence.Settings;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.admin.SentenceTranslations;
import org.belfry.pbx.admin.SystemMonitor;
import org.belfry.pbx.app.spoken.Grammar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Mails alarms, and their end. What was told is kept in the database, so that a restart tells
 * nothing twice.
 */
@Component
class AlarmMails implements DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(AlarmMails.class);
  private static final Duration EVERY = Duration.ofSeconds(30);
  private static final String SETTING = "alarms.told";
  private static final JsonMapper JSON = new JsonMapper();
  private static final DateTimeFormatter MINUTE = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

  private final HealthMonitor health;
  private final AlarmAddresses addresses;
  private final Outbox outbox;
  private final Settings settings;
  private final SystemMonitor system;
  private final TransactionTemplate transaction;
  private final ZoneId zone;
  private final DirectoryStore directory;
  private final MailTemplates templates;
  private final ObjectProvider<SentenceTranslations> sentences;
  private final InstantSource clock = InstantSource.system();
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("alarms").daemon(true).factory());
  private State state = State.NONE; // of the thread only
  private String told = "";

  AlarmMails(
      HealthMonitor health,
      AlarmAddresses addresses,
      Outbox outbox,
      Settings settings,
      SystemMonitor system,
      TransactionTemplate transaction,
      ZoneId zone,
      DirectoryStore directory,
      MailTemplates templates,
      ObjectProvider<SentenceTranslations> sentences) {
    this.health = health;
    this.addresses = addresses;
    this.outbox = outbox;
    this.settings = settings;
    this.system = system;
    this.transaction = transaction;
    this.zone = zone;
    this.directory = directory;
    this.templates = templates;
    this.sentences = sentences;
  }

  @EventListener(ApplicationReadyEvent.class)
  void open() {
    settings.get(SETTING).ifPresent(this::remember);
    var _ =
        thread.scheduleWithFixedDelay(
            this::look, EVERY.toSeconds(), EVERY.toSeconds(), TimeUnit.SECONDS);
  }

  @Override
  public void destroy() {
    thread.shutdownNow();
  }

  private void look() {
    try {
      tick(clock.instant());
    } catch (DataAccessException e) {
      LOG.debug("the database is away: alarms are mailed when it is back", e);
    } catch (RuntimeException e) {
      LOG.error("alarms could not be looked at", e);
    }
  }

  /** Looks once. While the database is away nothing is told, and nothing counts as told. */
  void tick(Instant now) {
    Step step = AlarmWatch.on(state, health.checks(), now);
    String kept = told(step.state());
    if (!step.words().isEmpty() || !kept.equals(told)) {
      transaction.executeWithoutResult(status -> {
        step.words().forEach(this::tell);
        settings.set(SETTING, kept);
      });
      told = kept;
    }
    state = step.state();
  }

  private void tell(Word word) {
    LOG.warn("alarm {}", word);
    String language = Grammar.languageOf(directory.current().dialPlan().country());
    Map<String, String> values = new HashMap<>();
    values.put("domain", system.system().domain());
    values.put("problem", sentence(word.sentence(), language));
    MailKind kind =
        switch (word) {
          case Word.Begun begun -> {
            values.put("since", at(begun.since()));
            values.put("advice", sentence(begun.advice(), language));
            yield MailKind.ALARM;
          }
          case Word.Over over -> {
            values.put("since", at(over.since()));
            values.put("until", at(over.until()));
            yield MailKind.ALARM_OVER;
          }
        };
    MailTemplate words = templates.fill(kind, language, values);
    for (String to : addresses.get()) {
      outbox.put(Mail.of(to, words.subject(), words.text()));
    }
  }

  private String at(Instant instant) {
    return MINUTE.format(instant.atZone(zone)) + " " + zone.getId();
  }

  /** As our sentences are: a capital first, and no full stop, which the template has. */
  private String sentence(String stated, String language) {
    SentenceTranslations translations = sentences.getIfAvailable();
    String words =
        translations == null
            ? stated
            : translations.translated(stated, Locale.forLanguageTag(language));
    return words.isEmpty()
        ? words
        : Character.toUpperCase(words.charAt(0)) + words.substring(1).replaceFirst("[.]$", "");
  }

  /** Only what was told has to outlive us. */
  private static String told(State state) {
    Map<String, Kept> kept = new LinkedHashMap<>();
    state
        .standing()
        .forEach((key, it) -> {
          if (it.told()) {
            kept.put(key, new Kept(it.since(), it.sentence(), it.advice()));
          }
        });
    return JSON.writeValueAsString(kept);
  }

  private record Kept(Instant since, String sentence, String advice) {}

  private void remember(String text) {
    Map<String, Kept> kept = JSON.readValue(text, new TypeReference<>() {});
    Instant now = clock.instant();
    LinkedHashMap<String, Standing> standing = new LinkedHashMap<>();
    kept.forEach((key, it) ->
        standing.put(key, new Standing(it.since(), now, true, it.sentence(), it.advice())));
    state = new State(standing);
    told = text;
  }
}
