package org.belfry.webui.reports;

import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.ReportMails;
import org.belfry.pbx.admin.ReportMails.Every;
import org.belfry.pbx.admin.ReportMails.ReportMail;
import org.belfry.pbx.admin.ReportMails.SetReportMail;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Language;
import org.jspecify.annotations.Nullable;

/** A report that is mailed on a schedule: how often, when, to which addresses. */
final class ReportMailDialog extends FormDialog {
  private static final int HOUR = 7;

  private static final List<String> LANGUAGES = List.of("en", "de");

  private final transient ReportMails mails;
  private final transient @Nullable ReportMail report;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("reportmails.");
  private final Select<Every> every = inputs.choice("every", Every.class);
  private final IntegerField hour = inputs.whole("hour");
  private final TextArea recipients = inputs.lines("recipients");
  private final Select<String> language = inputs.labelled("language", new Select<>());

  /**
   * @param report to change, or null for a new one
   */
  ReportMailDialog(ReportMails mails, @Nullable ReportMail report, Runnable saved) {
    this.mails = mails;
    this.report = report;
    this.saved = saved;
    super(text(report == null ? "reportmails.create" : "reportmails.change"), text("base.save"));
    field("every", every).setValue(Every.WEEK);
    field("hour", hour).setValue(HOUR);
    hour.setMin(0);
    hour.setMax(23);
    field("recipients", recipients);
    Locale reader = Language.current();
    language.setItems(LANGUAGES);
    language.setItemLabelGenerator(code -> Locale.of(code).getDisplayLanguage(reader));
    field("language", language)
        .setValue(
            LANGUAGES.contains(reader.getLanguage()) ? reader.getLanguage() : LANGUAGES.getFirst());
    if (report != null) {
      SetReportMail is = report.settings();
      every.setValue(is.every());
      hour.setValue(is.hour());
      recipients.setValue(String.join("\n", is.recipients()));
      language.setValue(is.language());
    }
  }

  @Override
  protected void save() {
    SetReportMail wanted =
        new SetReportMail(
            every.getValue(),
            hour.getValue() == null ? -1 : hour.getValue(),
            Inputs.values(recipients),
            language.getValue());
    if (report == null) {
      mails.create(wanted);
    } else {
      mails.change(report.id(), wanted);
    }
    saved.run();
  }
}
