package org.belfry.webui.mailboxes;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import java.util.List;
import org.belfry.pbx.admin.MailboxAdmin.Attach;
import org.belfry.pbx.admin.MailboxAdmin.GreetingKind;
import org.belfry.pbx.admin.MailboxAdmin.MessageFolder;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.SoundPlayer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MailboxesPageTest extends PageTest {

  @BeforeEach
  void alice() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", "alice@example.com", null, null)));
  }

  @Test
  void theListSaysHowManyMessagesThereAreAndHowLongTheyAreKept() {
    applications.mailboxes().leaves("1001", "+4930123", null, 47);
    navigate(MailboxesView.class);

    assertThat(textOf(test(find(Grid.class).single()).getCellComponent(0, "messages")))
        .isEqualTo("1 new 0 heard");
    assertThat(shown()).contains("1,000 messages", "deleted after 90 days");
  }

  @Test
  void aMessageIsPlayedMarkedAsHeardAndDeleted() {
    applications.mailboxes().leaves("1001", "+4930123", "Marta Lind", 47);
    navigate("mailbox/1001", MailboxPage.class);
    assertThat(shown()).contains("Marta Lind +4930123 New", "0:47");
    assertThat(find(SoundPlayer.class).single().getElement().getAttribute("src")).isNotBlank();

    pressOn("Mark as heard: +4930123");
    assertThat(applications.mailboxes().message("1001", 1).folder()).isEqualTo(MessageFolder.SAVED);
    assertThat(shown()).contains("Heard");

    pressOn("Delete: +4930123");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(shown()).contains("No messages.");
  }

  @Test
  void theSettingsOfAMailboxAreChangedAndABadPinIsToldAtItsField() {
    navigate("mailbox/1001", MailboxPage.class);

    select("Attach recording", "Opus, 200 KB per minute");
    typePassword("New PIN", "12");
    press("Save");
    assertThat(problemAt("New PIN")).startsWith("Must have 4 to 10 digits");

    typePassword("New PIN", "7391");
    press("Save");
    assertThat(applications.mailboxes().mailbox("1001").attach()).isEqualTo(Attach.OPUS);
    assertThat(applications.mailboxes().mailbox("1001").hasPin()).isTrue();
  }

  @Test
  void aGreetingIsHeardAndRemoved() {
    applications.mailboxes().setGreeting("1001", GreetingKind.BUSY, new byte[1]);
    navigate("mailbox/1001", MailboxPage.class);
    assertThat(shown()).contains("On a call");

    pressOn("Remove: On a call");

    assertThat(applications.mailboxes().mailbox("1001").greetings()).isEmpty();
    assertThat(shown()).contains("No greeting: callers hear the default.");
  }
}
