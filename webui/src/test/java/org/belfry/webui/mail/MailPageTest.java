package org.belfry.webui.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class MailPageTest extends PageTest {

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
}
