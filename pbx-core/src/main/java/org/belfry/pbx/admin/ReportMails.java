package org.belfry.pbx.admin;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reports that are mailed on a schedule, a workbook attached. */
public interface ReportMails {
  /** How many there may be. */
  int MAX = 50;

  /** How many addresses one is mailed to. */
  int RECIPIENTS_MAX = 20;

  List<ReportMail> reports();

  /**
   * @throws InvalidCommand naming the field that is refused, or when there are {@value #MAX}
   */
  ReportMail create(SetReportMail command);

  /**
   * @throws InvalidCommand naming the field that is refused
   * @throws NotFound when there is no such report
   */
  ReportMail change(long id, SetReportMail command);

  /**
   * @throws NotFound when there is no such report
   */
  void delete(long id);

  /**
   * Mails the last whole period now; the schedule goes on as before. Without a mail server it waits
   * in the outbox.
   *
   * @throws NotFound when there is no such report
   * @throws InvalidCommand when it was sent less than a minute ago
   */
  ReportMail send(long id);

  /** What a report is about. */
  enum Every {
    /** The day before. */
    DAY,
    /** Monday to Sunday of the week before, on Mondays. */
    WEEK,
    /** The month before, on its first day. */
    MONTH
  }

  /**
   * @param hour of the day, 0 to 23, in the site's time zone
   * @param recipients mail addresses, 1 to {@value #RECIPIENTS_MAX}
   * @param language of the mail and the workbook, BCP 47: {@code en} or {@code de}
   */
  record SetReportMail(Every every, int hour, List<String> recipients, String language) {
    public SetReportMail {
      recipients = recipients == null ? List.of() : List.copyOf(recipients);
    }
  }

  /**
   * @param until last day of the period that was mailed last, or that had ended when the report was
   *     set up
   * @param sentAt when it was mailed last; null when it was not yet
   */
  record ReportMail(long id, SetReportMail settings, LocalDate until, @Nullable Instant sentAt) {}
}
