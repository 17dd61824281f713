package org.belfry.webui.reports;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.Instant;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.ReportMails;
import org.belfry.pbx.admin.ReportMails.ReportMail;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.Toast;

/** The reports that are mailed on a schedule. */
final class ReportMailsPanel extends Panel {
  private final transient ReportMails mails;
  private final transient Inputs inputs = new Inputs("reportmails.");
  private final Moments moments;
  private final Div list = new Div();

  ReportMailsPanel(ReportMails mails, Moments moments) {
    this.mails = mails;
    this.moments = moments;
    super(text("reportmails.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    list.addClassName("bf-rows");
    Button add = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    add.addThemeVariants(ButtonVariant.LUMO_SMALL);
    add.addClickListener(clicked -> new ReportMailDialog(mails, null, this::refresh).open());
    add(lead, list, add);
    refresh();
  }

  private void refresh() {
    list.removeAll();
    mails.reports().forEach(report -> list.add(row(report)));
    if (list.getComponentCount() == 0) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      list.add(none);
    }
  }

  private Component row(ReportMail report) {
    String to = String.join(", ", report.settings().recipients());
    Span title = new Span(inputs.word("every", report.settings().every()));
    title.addClassName("bf-entry-title");
    Instant sent = report.sentAt();
    Div line =
        new Div(
            new Span(to),
            new Span(
                sent == null
                    ? inputs.text("unsent", report.settings().hour())
                    : inputs.text("sent", moments.minute(sent))));
    line.addClassName("bf-entry-line");
    Div entry = new Div(title, line);
    entry.addClassName("bf-entry");
    Div actions =
        new Div(
            button(VaadinIcon.PAPERPLANE, "send", to, () -> send(report)),
            button(
                VaadinIcon.EDIT,
                "change",
                to,
                () -> new ReportMailDialog(mails, report, this::refresh).open()),
            button(VaadinIcon.TRASH, "delete", to, () -> delete(report)));
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Button button(VaadinIcon icon, String key, String to, Runnable then) {
    Button button = new Button(icon.create(), clicked -> then.run());
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), to));
    return button;
  }

  private void send(ReportMail report) {
    try {
      mails.send(report.id());
      Toast.done(inputs.text("send.done"));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand again) {
      Toast.problem(inputs.text("send.again"));
    }
    refresh();
  }

  private void delete(ReportMail report) {
    new Question(
            inputs.text("delete.title"),
            inputs.text("delete.sentence", String.join(", ", report.settings().recipients())),
            inputs.text("delete.yes"),
            () -> {
              try {
                mails.delete(report.id());
              } catch (NotFound gone) {
                Toast.problem(getTranslation("base.gone"));
              }
              refresh();
            })
        .open();
  }
}
