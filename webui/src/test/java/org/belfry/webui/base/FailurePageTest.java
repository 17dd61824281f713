package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.VaadinSession;
import org.belfry.webui.PageTest;
import org.belfry.webui.users.UsersView;
import org.junit.jupiter.api.Test;

class FailurePageTest extends PageTest {

  @Test
  void aPageThatCannotBeBuiltSaysSoWithAReferenceAndNoDetails() {
    pbx.databaseGoes();

    UI.getCurrent().navigate("users");

    assertThat(textOf(find(PageFailed.class).single()))
        .contains("This page is unavailable", "Reference for support:")
        .doesNotContain("database", "Exception");
  }

  @Test
  void aCommandThatFailsIsSaidAndNothingTypedIsLost() {
    navigate(UsersView.class);
    press("New user");
    type("Extension", "1003");
    type("Name", "Chiara Conti");

    pbx.databaseGoes();
    // Without a browser a failure comes back to the one who pressed; in a session it goes here.
    Throwable failure = catchThrowable(() -> press("Create user"));
    VaadinSession.getCurrent().getErrorHandler().error(new ErrorEvent(failure));
    assertThat(test(find(Notification.class).single()).getText()).contains("Something went wrong");
    assertThat(find(TextField.class).withLabel("Name").single().getValue())
        .isEqualTo("Chiara Conti");

    pbx.databaseComes();
    press("Create user");
    assertThat(pbx.users()).hasSize(1);
  }

  @Test
  void anAddressWithoutAPageSaysSo() {
    UI.getCurrent().navigate("nowhere");

    assertThat(textOf(find(PageMissing.class).single())).contains("Page not found");
  }
}
