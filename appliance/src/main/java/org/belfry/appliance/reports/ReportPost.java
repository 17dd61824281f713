package org.belfry.appliance.reports;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.belfry.appliance.mail.Mail;
import org.belfry.appliance.mail.MailTemplate;
import org.belfry.appliance.mail.MailTemplates;
import org.belfry.appliance.mail.Outbox;
import org.belfry.appliance.system.Bootstrap;
import org.belfry.pbx.admin.CallReports;
import org.belfry.pbx.admin.CallReports.Report;
import org.belfry.pbx.admin.CallReports.Totals;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.pbx.admin.ReportMails.SetReportMail;
import org.springframework.stereotype.Component;

/** Writes a report's workbook and puts a mail with it into the outbox. */
@Component
class ReportPost {
  /** A workbook is deleted so long after it was made: its mail has been sent or given up. */
  static final Duration KEEP = Duration.ofDays(14);

  private static final String SUFFIX = ".xlsx";

  private final CallReports reports;
  private final Workbooks workbooks;
  private final Outbox outbox;
  private final MailTemplates templates;
  private final Path data;

  ReportPost(
      CallReports reports,
      Workbooks workbooks,
      Outbox outbox,
      MailTemplates templates,
      Bootstrap groundwork) {
    this.templates = templates;
    this.reports = reports;
    this.workbooks = workbooks;
    this.outbox = outbox;
    this.data = groundwork.data().path();
  }

  /** One mail for each recipient, all with the same workbook. */
  void send(SetReportMail to, Period period) throws IOException {
    ReportTexts words = new ReportTexts(Locale.forLanguageTag(to.language()));
    Report report = reports.report(period.from(), period.to());
    Path file = Path.of("reports", UUID.randomUUID() + SUFFIX);
    Files.createDirectories(data.resolve(file).getParent());
    try (OutputStream out = Files.newOutputStream(data.resolve(file))) {
      workbooks.write(out, report, words);
    }
    Mail.Attachment attachment =
        new Mail.Attachment(file, words.of("mail.file", "" + period.from(), "" + period.to()));
    MailTemplate mail = mail(period, report.totals(), words);
    for (String recipient : to.recipients()) {
      outbox.put(new Mail(recipient, mail.subject(), mail.text(), attachment, null));
    }
  }

  private MailTemplate mail(Period period, Totals totals, ReportTexts words) {
    String cost =
        totals.cost() == null
            ? ""
            : words.of("mail.cost", String.format(words.language(), "%.2f", totals.cost()));
    return templates.fill(
        MailKind.REPORT,
        words.language().getLanguage(),
        Map.of(
            "period", period(period, words),
            "calls", Long.toString(totals.calls()),
            "answered", Long.toString(totals.answered()),
            "missed", Long.toString(totals.missed()),
            "talked", clock(totals.talked()),
            "cost", cost));
  }

  private static String period(Period period, ReportTexts words) {
    DateTimeFormatter day =
        DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(words.language());
    LocalDate from = period.from();
    return from.equals(period.to())
        ? day.format(from)
        : day.format(from) + " – " + day.format(period.to());
  }

  private static String clock(Duration time) {
    return String.format(
        Locale.ROOT, "%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }

  /** Deletes workbooks that have been mailed long ago. */
  void tidy(Instant now) {
    Path reports = data.resolve("reports");
    if (!Files.isDirectory(reports)) {
      return;
    }
    try (Stream<Path> files = Files.list(reports)) {
      List<Path> all = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
      for (Path file : all) {
        if (Files.getLastModifiedTime(file).toInstant().isBefore(now.minus(KEEP))) {
          Files.delete(file);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
