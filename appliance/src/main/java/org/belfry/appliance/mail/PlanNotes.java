package org.belfry.appliance.mail;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.persistence.Journal;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.User;
import org.belfry.pbx.routing.CallPlan.SideNote;
import org.belfry.pbx.routing.FrontDesk;
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
  private final AtomicLong number = new AtomicLong();
  private final ScriptRate rate = new ScriptRate();
  private final Journal<Long, Mail> journal;

  PlanNotes(DirectoryStore directory, Outbox outbox, TransactionTemplate transaction) {
    this.directory = directory;
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
          frontDesk(directory.current(), emergency.frontDesk())
              .forEach(to ->
                  put(
                      Mail.of(
                          to,
                          "EMERGENCY CALL from extension " + emergency.extension(),
                          "Extension %s%s has called the emergency number %s just now.%nLocation: %s%n"
                              .formatted(
                                  emergency.extension(),
                                  name(emergency.extension()),
                                  emergency.number(),
                                  emergency.where().known()
                                      ? emergency.where().text()
                                      : "(not known)")),
                      callId));
    }
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

  private String name(String extension) {
    User user = directory.current().user(extension);
    return user == null ? "" : " (" + user.name() + ")";
  }

  private void put(Mail mail, String callId) {
    if (!journal.append(number.incrementAndGet(), mail)) {
      LOG.error("call={} a mail is dropped: {} wait for the database", callId, WAITING_MAX);
    }
  }

  /** The mail addresses of the user, or of the members of the group, with this number. */
  private static Stream<String> frontDesk(Directory directory, @Nullable String number) {
    return FrontDesk.members(number, directory).stream()
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
