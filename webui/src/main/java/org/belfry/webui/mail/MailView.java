package org.belfry.webui.mail;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.pbx.admin.MailAdmin.MailServerView;
import org.belfry.pbx.admin.MailAdmin.MailState;
import org.belfry.pbx.admin.MailAdmin.OutboxPage;
import org.belfry.pbx.admin.MailAdmin.OutgoingMail;
import org.belfry.pbx.admin.MailTemplateAdmin;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;

/** Mail that we send: by which server, whether it works, and what has not gone yet. */
@Route(value = "mail", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class MailView extends Page {
  private static final int SHOWN = 50;
  private static final Duration EVERY = Duration.ofSeconds(5);

  private final transient MailAdmin mails;
  private final transient Inputs inputs = new Inputs("mail.");
  private final Moments moments = Moments.of(this);
  private final Div state = new Div();
  private final Div outbox = new Div();

  public MailView(MailAdmin mails, MailTemplateAdmin templates) {
    this.mails = mails;
    super("mail.title", "mail.lead");
    outbox.addClassName("bf-rows");
    Div right =
        new Div(
            new Panel(inputs.text("state"), state),
            new TestMailPanel(mails),
            new Panel(inputs.text("outbox"), outbox));
    right.addClassName("bf-stack");
    Div both = new Div(new MailServerPanel(mails, this::refresh), right);
    both.addClassName("bf-halves");
    add(both, new TemplatesPanel(templates));
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    MailServerView server = mails.server();
    Facts facts = new Facts().fact(inputs.text("server"), pill(server));
    if (server.lastSentAt() != null) {
      facts.fact(inputs.text("last"), moments.minute(server.lastSentAt()));
    }
    facts.fact(inputs.text("waiting"), Long.toString(server.waiting()));
    facts.fact(inputs.text("givenup"), Long.toString(server.givenUp()));
    state.removeAll();
    state.add(facts);
    if (server.problem() != null) {
      Paragraph problem = new Paragraph(FieldProblems.sentence(server.problem()));
      problem.addClassName("bf-hint");
      state.add(problem);
    }
    showOutbox(mails.outbox(null, 0, SHOWN));
  }

  private Pill pill(MailServerView server) {
    if (server.host().isEmpty()) {
      return new Pill(inputs.text("server.none"), Pill.Tone.QUIET);
    }
    return server.problem() == null
        ? new Pill(inputs.text("server.good"), Pill.Tone.GOOD)
        : new Pill(inputs.text("server.bad"), Pill.Tone.BAD);
  }

  private void showOutbox(OutboxPage page) {
    outbox.removeAll();
    if (page.mails().isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("outbox.none"));
      none.addClassName("bf-none");
      outbox.add(none);
    }
    page.mails().forEach(mail -> outbox.add(row(mail)));
  }

  private Component row(OutgoingMail mail) {
    boolean givenUp = mail.state() == MailState.GIVEN_UP;
    Span to = new Span(mail.to());
    to.addClassName("bf-entry-title");
    Div line =
        new Div(
            new Pill(
                inputs.word("mailstate", mail.state()), givenUp ? Pill.Tone.BAD : Pill.Tone.BUSY),
            new Span(moments.minute(mail.createdAt())));
    line.addClassName("bf-entry-line");
    Span subject = new Span(mail.subject());
    subject.addClassName("bf-small");
    Div entry = new Div(to, line, subject);
    entry.addClassName("bf-entry");
    if (mail.problem() != null) {
      Span problem = new Span(FieldProblems.sentence(mail.problem()));
      problem.addClassName("bf-small");
      entry.add(problem);
    }
    Div actions =
        new Div(
            action(VaadinIcon.REFRESH, "retry", mail, () -> mails.retry(mail.id())),
            action(VaadinIcon.TRASH, "delete", mail, () -> mails.delete(mail.id())));
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Button action(VaadinIcon icon, String key, OutgoingMail mail, Runnable does) {
    Button button =
        new Button(
            icon.create(),
            clicked -> {
              try {
                does.run();
              } catch (NotFound gone) {
                Toast.problem(getTranslation("base.gone"));
              }
              refresh();
            });
    button.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    button.setTooltipText(inputs.text(key));
    button.setAriaLabel(getTranslation("base.action.on", inputs.text(key), mail.to()));
    return button;
  }
}
