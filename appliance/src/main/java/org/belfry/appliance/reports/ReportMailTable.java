package org.belfry.appliance.reports;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.ReportMails.Every;
import org.belfry.pbx.admin.ReportMails.ReportMail;
import org.belfry.pbx.admin.ReportMails.SetReportMail;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The scheduled reports as rows. */
@Component
class ReportMailTable {
  private final JdbcClient jdbc;

  ReportMailTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  List<ReportMail> all() {
    return jdbc.sql("select * from report_mail order by id").query((row, n) -> read(row)).list();
  }

  Optional<ReportMail> find(long id) {
    return jdbc.sql("select * from report_mail where id = ?")
        .param(id)
        .query((row, n) -> read(row))
        .optional();
  }

  /**
   * @param until reports of periods up to this day are not sent
   */
  long insert(SetReportMail report, LocalDate until) {
    return jdbc.sql(
            "insert into report_mail(period, hour, recipients, language, until)"
                + " values(?,?,?,?,?) returning id")
        .params(
            report.every().name(),
            report.hour(),
            String.join("\n", report.recipients()),
            report.language(),
            until)
        .query(Long.class)
        .single();
  }

  void update(long id, SetReportMail report, LocalDate until) {
    jdbc.sql(
            "update report_mail set period = ?, hour = ?, recipients = ?, language = ?, until = ?"
                + " where id = ?")
        .params(
            report.every().name(),
            report.hour(),
            String.join("\n", report.recipients()),
            report.language(),
            until,
            id)
        .update();
  }

  void sent(long id, LocalDate until, Instant at) {
    jdbc.sql("update report_mail set until = ?, sent_at = ? where id = ?")
        .params(until, LocalDateTime.ofInstant(at, ZoneOffset.UTC), id)
        .update();
  }

  boolean delete(long id) {
    return jdbc.sql("delete from report_mail where id = ?").param(id).update() > 0;
  }

  private static ReportMail read(ResultSet row) throws SQLException {
    LocalDateTime sent = row.getObject("sent_at", LocalDateTime.class);
    return new ReportMail(
        row.getLong("id"),
        new SetReportMail(
            Every.valueOf(row.getString("period")),
            row.getInt("hour"),
            row.getString("recipients").lines().toList(),
            row.getString("language")),
        row.getObject("until", LocalDate.class),
        sent == null ? null : sent.toInstant(ZoneOffset.UTC));
  }
}
