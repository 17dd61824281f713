package org.belfry.webui.users;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.PasswordField;
import java.time.Instant;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.SignInAdmin.Invitation;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.admin.SignInAdmin.WebAccess;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SecretDialog;
import org.belfry.webui.base.Toast;

/** How a user signs in to these pages, and what they may there. */
final class WebAccessPanel extends Panel {
  private final transient SignInAdmin signIns;
  private final String by;
  private final long userId;
  private final String name;
  private final transient Inputs inputs = new Inputs("access.");
  private final FieldProblems problems = new FieldProblems();
  private final Div content = new Div();

  WebAccessPanel(SignInAdmin signIns, Myself myself, long userId, String name) {
    this.signIns = signIns;
    this.by = myself.principal();
    this.userId = userId;
    this.name = name;
    super(text("access.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    content.addClassName("bf-form");
    add(lead, problems.rest(), content);
    refresh();
  }

  private void refresh() {
    WebAccess access = signIns.access(userId);
    Select<Role> role = inputs.choice("role", Role.class);
    problems.at("role", role);
    role.setValue(access.role());
    role.addValueChangeListener(changed -> {
      if (changed.isFromClient()) {
        attempt(() -> signIns.changeRole(by, userId, changed.getValue()));
      }
    });
    Div buttons = new Div();
    buttons.addClassName("bf-wrap");
    buttons.add(
        new Button(inputs.text("invite"), clicked -> invite()),
        new Button(inputs.text("set"), clicked -> new SetPassword().open()));
    if (access.secondFactor()) {
      buttons.add(
          new Button(
              inputs.text("drop"), clicked -> attempt(() -> signIns.dropSecondFactor(by, userId))));
    }
    if (access.password()) {
      Button withdraw = new Button(inputs.text("withdraw"), clicked -> askWithdraw());
      withdraw.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
      buttons.add(withdraw);
    }
    content.removeAll();
    content.add(state(access), role, buttons);
  }

  private Div state(WebAccess access) {
    Div line = new Div();
    line.addClassName("bf-entry-line");
    line.add(
        access.password()
            ? new Pill(inputs.text("password"), Pill.Tone.GOOD)
            : new Pill(inputs.text("none"), Pill.Tone.QUIET));
    if (access.secondFactor()) {
      line.add(new Pill(inputs.text("factor"), Pill.Tone.GOOD));
    }
    Instant until = access.invitedUntil();
    if (until != null) {
      line.add(new Pill(inputs.text("invited", Moments.of(this).minute(until)), Pill.Tone.BUSY));
    }
    return line;
  }

  private void invite() {
    new Invitations(signIns, by).invite(userId, this::show);
  }

  private void show(Invitation invitation) {
    String until = Moments.of(this).minute(invitation.until());
    String to = invitation.mailedTo();
    new SecretDialog(
            inputs.text("invite.title", name),
            to == null
                ? inputs.text("invite.once", until)
                : inputs.text("invite.mailed", to, until),
            inputs.text("invite.link"),
            invitation.link())
        .open();
    refresh();
  }

  private void askWithdraw() {
    new Question(
            inputs.text("withdraw.title", name),
            inputs.text("withdraw.sentence"),
            inputs.text("withdraw"),
            () -> attempt(() -> signIns.withdraw(by, userId)))
        .open();
  }

  private void attempt(Runnable command) {
    try {
      command.run();
      problems.clear();
      refresh();
    } catch (InvalidCommand invalid) {
      refresh();
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
  }

  private final class SetPassword extends FormDialog {
    private final PasswordField password = field("password", inputs.password("newpassword"));

    SetPassword() {
      super(text("access.set"), text("base.save"));
    }

    @Override
    protected void save() {
      signIns.setPassword(by, userId, password.getValue());
      refresh();
      Toast.done(getTranslation("base.saved"));
    }
  }
}
