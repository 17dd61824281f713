package org.belfry.webui.mail;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.MailAdmin;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** Sends a mail at once, to see whether the server takes it. */
public final class TestMailPanel extends Panel {
  private final transient MailAdmin mails;
  private final transient Inputs inputs = new Inputs("testmail.");
  private final Form form = new Form();
  private final TextField to = inputs.line("to");
  private final Paragraph result = new Paragraph();

  public TestMailPanel(MailAdmin mails) {
    this.mails = mails;
    super(text("testmail.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    form.field("to", to);
    Button send = new Button(inputs.text("send"), clicked -> send());
    send.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    send.setDisableOnClick(true);
    send.addClickListener(clicked -> send.setEnabled(true));
    result.addClassName("bf-hint");
    result.setVisible(false);
    form.add(send);
    add(lead, form, result);
  }

  private void send() {
    result.setVisible(false);
    form.submit(() -> {
      String problem = mails.test(to.getValue().strip());
      if (problem == null) {
        Toast.done(inputs.text("sent", to.getValue().strip()));
      } else {
        result.setText(FieldProblems.sentence(problem));
        result.setVisible(true);
      }
    });
  }
}
