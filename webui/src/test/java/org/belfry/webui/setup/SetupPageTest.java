package org.belfry.webui.setup;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.router.QueryParameters;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeAccounts;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithAnonymousUser;

@WithAnonymousUser
class SetupPageTest extends PageTest {

  @Test
  void theLinkMakesTheFirstAdministratorAndThenNoLongerWorks() {
    accounts.forgetAdministrators();
    open(FakeAccounts.TOKEN);

    type("User name", "maria");
    typePassword("Password", "short");
    typePassword("Confirm password", "short");
    press("Create administrator");
    assertThat(find(PasswordField.class).withLabel("Password").single().getErrorMessage())
        .isEqualTo("A password has at least 10 characters.");

    typePassword("Password", "long enough 1");
    typePassword("Confirm password", "long enough 1");
    press("Create administrator");
    assertThat(page()).contains("You're all set");
    assertThat(accounts.administrator()).isEqualTo("maria");

    open(FakeAccounts.TOKEN);
    assertThat(page()).contains("Setup is already complete");
  }

  @Test
  void aWrongTokenGetsAClearMessageAndNoForm() {
    accounts.forgetAdministrators();
    open("guessed");

    assertThat(page()).contains("Invalid setup link");
    assertThat(find(PasswordField.class).exists()).isFalse();
  }

  private static void open(String token) {
    UI.getCurrent().navigate("setup", QueryParameters.of("token", token));
    roundTrip();
  }

  private String page() {
    return textOf(find(SetupView.class).single());
  }
}
