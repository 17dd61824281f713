package org.belfry.appliance.reports;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.belfry.appliance.audit.AuditTrail;
import org.belfry.appliance.mail.Mail;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ReportMails;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Scheduled reports: kept in the database, mailed when a period has ended. */
@Component
class LiveReportMails implements ReportMails {
  private static final Logger LOG = LoggerFactory.getLogger(LiveReportMails.class);
  private static final String KIND = "report_mail";

  /** Nobody fills the outbox by pressing a button. */
  private static final Duration AGAIN = Duration.ofMinutes(1);

  private static final List<String> LANGUAGES = List.of("en", "de");

  private final ReportMailTable table;
  private final ReportPost post;
  private final AuditTrail audit;
  private final TransactionTemplate transaction;
  private final ZoneId zone;
  private final InstantSource clock = InstantSource.system();

  LiveReportMails(
      ReportMailTable table,
      ReportPost post,
      AuditTrail audit,
      TransactionTemplate transaction,
      ZoneId zone) {
    this.table = table;
    this.post = post;
    this.audit = audit;
    this.transaction = transaction;
    this.zone = zone;
  }

  @Override
  public List<ReportMail> reports() {
    return table.all();
  }

  @Override
  public ReportMail create(SetReportMail command) {
    SetReportMail report = checked(command);
    if (table.all().size() >= MAX) {
      throw new InvalidCommand("recipients", "there are " + MAX + " scheduled reports already");
    }
    return transaction.execute(status -> {
      // What ended before anybody asked for it is not sent.
      long id = table.insert(report, due(report, clock.instant()).to());
      audit.tell(KIND, name(report), null, report);
      return known(id);
    });
  }

  @Override
  public ReportMail change(long id, SetReportMail command) {
    SetReportMail report = checked(command);
    return transaction.execute(status -> {
      SetReportMail before = known(id).settings();
      table.update(id, report, due(report, clock.instant()).to());
      audit.tell(KIND, name(report), before, report);
      return known(id);
    });
  }

  @Override
  public void delete(long id) {
    transaction.executeWithoutResult(status -> {
      SetReportMail before = known(id).settings();
      table.delete(id);
      audit.tell(KIND, name(before), before, null);
    });
  }

  @Override
  public ReportMail send(long id) {
    Instant now = clock.instant();
    Instant before = known(id).sentAt();
    if (before != null && before.plus(AGAIN).isAfter(now)) {
      throw new InvalidCommand("id", "was sent less than a minute ago");
    }
    send(known(id), now);
    return known(id);
  }

  @Scheduled(initialDelay = 60, fixedDelay = 60, timeUnit = TimeUnit.SECONDS)
  void tick() {
    tick(clock.instant());
  }

  /** Mails what has become due. After a standstill only the last period of each is mailed. */
  void tick(Instant now) {
    post.tidy(now);
    for (ReportMail report : table.all()) {
      if (due(report.settings(), now).to().isAfter(report.until())) {
        try {
          send(report, now);
        } catch (RuntimeException e) {
          LOG.error("report {} could not be mailed, which is tried again", report, e);
        }
      }
    }
  }

  private void send(ReportMail report, Instant now) {
    Period period = due(report.settings(), now);
    transaction.executeWithoutResult(status -> {
      try {
        post.send(report.settings(), period);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      table.sent(report.id(), period.to(), now);
    });
  }

  private Period due(SetReportMail report, Instant now) {
    return Period.due(report.every(), report.hour(), LocalDateTime.ofInstant(now, zone));
  }

  private ReportMail known(long id) {
    return table.find(id).orElseThrow(() -> new NotFound("scheduled report", id));
  }

  private static SetReportMail checked(SetReportMail command) {
    List<FieldProblem> problems = new ArrayList<>();
    List<String> recipients =
        command.recipients().stream().map(String::strip).filter(each -> !each.isEmpty()).toList();
    if (command.every() == null) {
      problems.add(new FieldProblem("every", "must be DAY, WEEK or MONTH"));
    }
    if (command.hour() < 0 || command.hour() > 23) {
      problems.add(new FieldProblem("hour", "must be 0 to 23"));
    }
    if (recipients.isEmpty() || recipients.size() > RECIPIENTS_MAX) {
      problems.add(
          new FieldProblem("recipients", "enter 1 to " + RECIPIENTS_MAX + " e-mail addresses"));
    } else if (!recipients.stream().allMatch(Mail::isAddress)) {
      problems.add(new FieldProblem("recipients", "enter valid e-mail addresses"));
    }
    String language = command.language() == null ? LANGUAGES.getFirst() : command.language();
    if (!LANGUAGES.contains(language)) {
      problems.add(new FieldProblem("language", "must be " + String.join(" or ", LANGUAGES)));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new SetReportMail(command.every(), command.hour(), recipients, language);
  }

  private static String name(SetReportMail report) {
    return String.join(", ", report.recipients());
  }
}
