package org.belfry.webui.webhooks;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import org.belfry.pbx.admin.CallEvents.CallEventType;
import org.belfry.pbx.admin.WebhookAdmin.SaveWebhook;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class WebhooksPageTest extends PageTest {

  @Test
  void aNewWebhookShowsItsSecretOnce() {
    navigate(WebhooksView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No webhooks");

    press("New webhook");
    type("Address", "https://crm.example/calls");
    test(find(CheckboxGroup.class).single()).deselectItem("ringing");
    press("Create webhook");

    assertThat(shownCredentials()).containsExactly("q7Rk2m0nVvYw");
    press("Done");
    assertThat(shownCredentials()).isEmpty();
    assertThat(numbering.webhooks().webhooks().getFirst().events())
        .doesNotContain(CallEventType.RINGING)
        .hasSize(CallEventType.values().length - 1);
  }

  @Test
  void whatAServerDoesNotTakeIsToldInWords() {
    long id =
        numbering
            .webhooks()
            .create(new SaveWebhook("https://crm.example/calls", null, true, null))
            .webhook()
            .id();
    numbering.webhooks().fails(id, "The server answered 502 Bad Gateway.");
    navigate(WebhooksView.class);

    assertThat(textOf(test(find(Grid.class).single()).getCellComponent(0, "state")))
        .contains("Failing", "120 delivered, 3 waiting", "2 events failed", "502 Bad Gateway");
  }

  @Test
  void anAddressThatIsNoneIsShownAtTheField() {
    navigate(WebhooksView.class);

    press("New webhook");
    type("Address", "crm");
    press("Create webhook");

    assertThat(problemAt("Address"))
        .startsWith("Must be a URL of at most 500 characters, such as https://crm.example/calls");
  }

  @Test
  void deletingAsksFirst() {
    numbering.webhooks().create(new SaveWebhook("https://crm.example/calls", null, true, null));
    navigate(WebhooksView.class);

    pressInRow(0, "Delete: crm.example");
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(numbering.webhooks().webhooks()).isEmpty();
  }
}
