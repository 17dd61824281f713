package org.belfry.webui.login;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.Autocomplete;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.NewSecondFactor;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.QrCode;
import org.belfry.webui.base.Toast;

/** The authenticator app of the one who is signed in: on or off. */
public final class SecondFactorPanel extends Panel {
  private final transient SignInAdmin signIns;
  private final String principal;
  private final Div content = new Div();

  public SecondFactorPanel(SignInAdmin signIns, String principal) {
    this.signIns = signIns;
    this.principal = principal;
    super(text("factor.title"));
    Paragraph lead = new Paragraph(getTranslation("factor.lead"));
    lead.addClassName("bf-small");
    content.addClassName("bf-form");
    add(lead, content);
    refresh();
  }

  private void refresh() {
    boolean on = signIns.signedIn(principal).secondFactor();
    content.removeAll();
    content.add(
        on
            ? new Pill(getTranslation("factor.on"), Pill.Tone.GOOD)
            : new Pill(getTranslation("factor.off"), Pill.Tone.QUIET));
    content.add(
        on
            ? new Button(getTranslation("factor.stop"), clicked -> new Stop().open())
            : new Button(getTranslation("factor.start"), clicked -> new Start().open()));
  }

  /** Shows the secret and asks for a code, so that nobody is locked out by a mistyped one. */
  private final class Start extends Dialog {
    private final FieldProblems problems = new FieldProblems();
    private final TextField code = new TextField(getTranslation("factor.code"));
    private final transient NewSecondFactor secret = signIns.newSecondFactor(principal);

    Start() {
      setHeaderTitle(getTranslation("factor.start"));
      addClassNames("bf-dialog", "bf-credentials");
      setCloseOnOutsideClick(false);
      Paragraph scan = new Paragraph(getTranslation("factor.scan"));
      code.getElement().setAttribute("autocomplete", "one-time-code");
      code.setHelperText(getTranslation("factor.code.help"));
      Div fields =
          new Div(
              new CopyField(getTranslation("factor.secret"), secret.secret()),
              problems.at("code", code));
      fields.addClassName("bf-copies");
      Div picture = new Div(new QrCode(secret.uri(), getTranslation("factor.qr")));
      picture.addClassName("bf-qr-box");
      Div both = new Div(fields, picture);
      both.addClassName("bf-two");
      add(scan, problems.rest(), both);
      Button cancel = new Button(getTranslation("base.cancel"), clicked -> close());
      cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
      Button turnOn = new Button(getTranslation("factor.turnon"), clicked -> turnOn());
      turnOn.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      getFooter().add(cancel, turnOn);
    }

    private void turnOn() {
      try {
        signIns.startSecondFactor(principal, secret.secret(), code.getValue());
        close();
        refresh();
        Toast.done(getTranslation("factor.on"));
      } catch (InvalidCommand invalid) {
        problems.show(invalid);
      }
    }
  }

  private final class Stop extends Dialog {
    private final FieldProblems problems = new FieldProblems();
    private final PasswordField password = new PasswordField(getTranslation("password.old"));

    Stop() {
      setHeaderTitle(getTranslation("factor.stop"));
      addClassName("bf-dialog");
      password.setAutocomplete(Autocomplete.CURRENT_PASSWORD);
      Div form = new Div(problems.rest(), problems.at("password", password));
      form.addClassName("bf-form");
      add(new Paragraph(getTranslation("factor.stop.sentence")), form);
      Button cancel = new Button(getTranslation("base.cancel"), clicked -> close());
      cancel.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
      Button turnOff = new Button(getTranslation("factor.turnoff"), clicked -> turnOff());
      turnOff.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      getFooter().add(cancel, turnOff);
    }

    private void turnOff() {
      try {
        signIns.stopSecondFactor(principal, password.getValue());
        close();
        refresh();
        Toast.done(getTranslation("factor.off"));
      } catch (InvalidCommand invalid) {
        problems.show(invalid);
      }
    }
  }
}
