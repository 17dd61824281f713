package org.belfry.appliance.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.app.spoken.Grammar;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.SideNote;
import org.belfry.pbx.routing.EmergencyNotification;
import org.belfry.pbx.routing.SideNotes;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What plans say beside calls: lines in the log, and mails, which wait for the database in a
 * journal so that no call waits for it.
 */
@Component
class PlanNotes implements SideNotes, DisposableBean {
  private static final Logger LOG = LoggerFactory.getLogger(PlanNotes.class);
  private static final int WAITING_MAX = 1000;
  private static final int BATCH = 50;

  private final DirectoryStore directory;
  private final MailTemplates templates;
  private final AtomicLong number = new AtomicLong();
  private final ScriptRate rate = new ScriptRate();
  private final Journal<Long, Mail> journal;

  PlanNotes(
      DirectoryStore directory,
      Outbox outbox,
      MailTemplates templates,
      TransactionTemplate transaction) {
    this.directory = directory;
    this.templates = templates;
    this.journal =
        new Journal<>(
            "mails",
            WAITING_MAX,
            BATCH,
            Duration.ofMillis(200),
            batch -> transaction.executeWithoutResult(status -> batch.forEach(outbox::put)));
  }

  @Override
  public void say(SideNote note, String callId) {
    LOG.info("call={} {}", callId, note);
    switch (note) {
      case SideNote.Log log -> LOG.debug("call={} said {}", callId, log.comment());
      case SideNote.Mail mail -> ofScript(mail, callId);
      case SideNote.Emergency emergency when emergency.test() -> {} // it alarms nobody
      case SideNote.Emergency emergency ->
          // The lane of the call does not wait for a template's file.
          Thread.startVirtualThread(() -> alarm(emergency, callId));
    }
  }

  private void alarm(SideNote.Emergency emergency, String callId) {
    Directory now = directory.current();
    User user = now.user(emergency.extension());
    MailTemplate words =
        templates.fill(
            MailKind.EMERGENCY,
            Grammar.languageOf(now.dialPlan().country()),
            Map.of(
                "extension",
                emergency.extension(),
                "name",
                user == null ? emergency.extension() : user.name(),
                "number",
                emergency.number(),
                "location",
                emergency.where().known() ? emergency.where().text() : "?"));
    frontDesk(now, emergency.frontDesk())
        .forEach(to -> put(Mail.of(to, words.subject(), words.text()), callId));
  }

  private void ofScript(SideNote.Mail mail, String callId) {
    switch (rate.counted(mail.by(), Instant.now())) {
      case GOES -> put(Mail.of(mail.to(), mail.subject(), mail.body()), callId);
      case FIRST_TOO_MANY ->
          LOG.warn(
              "call={} the script of {} has written {} mails within {}: no more go out until then",
              callId,
              mail.by(),
              ScriptRate.MAX,
              ScriptRate.TIME);
      case TOO_MANY -> LOG.debug("call={} a mail of {} is one too many", callId, mail.by());
    }
  }

  private void put(Mail mail, String callId) {
    if (!journal.append(number.incrementAndGet(), mail)) {
      LOG.error("call={} a mail is dropped: {} wait for the database", callId, WAITING_MAX);
    }
  }

  /** The mail addresses of the user, or of the members of the group, with this number. */
  private static Stream<String> frontDesk(Directory directory, @Nullable String number) {
    return EmergencyNotification.members(number, directory).stream()
        .map(directory::user)
        .filter(Objects::nonNull)
        .map(User::email)
        .filter(Objects::nonNull)
        .distinct();
  }

  @Override
  public void destroy() {
    journal.close();
  }
}
