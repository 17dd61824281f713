package org.belfry.webui.mail;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import org.belfry.pbx.admin.MailTemplateAdmin.MailKind;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeMailTemplates;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

class MailPageTest extends PageTest {
  @Autowired FakeMailTemplates templates;

  @Test
  void aServerIsSetAndTriedWithAMail() {
    navigate(MailView.class);
    assertThat(shown()).contains("No mail server configured", "All e-mails have been sent.");

    type("Server", "smtp.example.com");
    press("Save");
    assertThat(problemAt("Sender")).isEqualTo("Required.");
    type("Sender", "belfry@example.com");
    press("Save");
    assertThat(applications.mail().server().host()).isEqualTo("smtp.example.com");
    assertThat(shown()).contains("Server OK");

    type("To", "admin@example.com");
    press("Send test e-mail");
    assertThat(applications.mail().tested()).containsExactly("admin@example.com");
    assertThat(toasts()).contains("The server accepted the e-mail to admin@example.com.");
  }

  @Test
  void whyTheServerDoesNotTakeAMailIsSaid() {
    applications.mail().works();
    navigate(MailView.class);

    type("To", "admin");
    press("Send test e-mail");
    assertThat(problemAt("To")).isEqualTo("Is no mail address.");

    type("To", "nobody@example.com");
    press("Send test e-mail");
    assertThat(shown()).contains("The server says: 550 no such mailbox.");
  }

  @Test
  void whatWaitsIsTriedAgainOrDeleted() {
    applications.mail().works();
    navigate(MailView.class);
    assertThat(shown()).contains("farid.haddad@example.com", "451 try again later");

    pressOn("Delete: farid.haddad@example.com");

    assertThat(shown()).contains("All e-mails have been sent.");
  }

  @Test
  void aTextIsChangedInOneLanguageSeenBeforeAndRestored() {
    templates.clear();
    navigate(MailView.class);
    pressOn("German: Invitation");
    assertThat(textOf(find(Dialog.class).single())).contains("{link} link", "{until} end");

    typeLines("Text", "Hallo {nobody}");
    saveText();
    assertThat(problemAt("Text")).isEqualTo("Unknown placeholder {nobody}.");

    typeLines("Text", "Hallo {name} {link}");
    press("Preview");
    assertThat(textOf(find(Dialog.class).single())).contains("Hallo Alice Berger");
    saveText();
    assertThat(templates.template(MailKind.INVITATION, "de").changed()).isTrue();
    assertThat(templates.template(MailKind.INVITATION, "en").changed()).isFalse();
    assertThat(shown()).contains("Changed");

    pressOn("German: Invitation");
    press("Restore the default");
    assertThat(shown()).doesNotContain("Changed");
    press("Undo");
    assertThat(templates.template(MailKind.INVITATION, "de").text()).contains("Hallo");
    templates.clear();
  }

  /** The page has a disabled button of this name too, until its own form is touched. */
  private void saveText() {
    Button save =
        find(Button.class).withText("Save").all().stream()
            .filter(Button::isEnabled)
            .findFirst()
            .orElseThrow();
    test(save).click();
  }
}
