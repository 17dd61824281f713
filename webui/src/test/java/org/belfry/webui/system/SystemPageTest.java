package org.belfry.webui.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.textfield.PasswordField;
import org.belfry.pbx.admin.AccountAdmin.Scope;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class SystemPageTest extends PageTest {

  @Test
  void aTokensSecretIsShownOnce() {
    navigate(SystemPage.class);

    press("New token");
    type("Purpose", "CRM");
    press("Create token");

    assertThat(shownCredentials()).containsExactly("bf_Zk3vQ8sLm2Xw9RtYpB7nC4dE6fGh1JaU");
    press("Done");
    assertThat(shownCredentials()).isEmpty();
    assertThat(accounts.apiTokens()).hasSize(1);
    // Little and not for ever, unless somebody says otherwise.
    assertThat(accounts.apiTokens().getFirst().scopes()).containsExactly(Scope.READ);
    assertThat(accounts.apiTokens().getFirst().expiresAt()).isNotNull();
  }

  @Test
  void deletingATokenAsksFirst() {
    accounts.createApiToken("CRM");
    navigate(SystemPage.class);

    pressOn("Delete: CRM");
    assertThat(accounts.apiTokens()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(accounts.apiTokens()).isEmpty();
  }

  @Test
  void aWrongPasswordIsShownAtTheFieldAndNothingTypedIsLost() {
    navigate(SystemPage.class);

    typePassword("Current password", "wrong");
    typePassword("New password", "long enough 1");
    typePassword("Confirm password", "long enough 1");
    press("Change password");

    PasswordField old = find(PasswordField.class).withLabel("Current password").single();
    assertThat(old.getErrorMessage()).isEqualTo("This is not your current password.");
    assertThat(find(PasswordField.class).withLabel("New password").single().getValue())
        .isEqualTo("long enough 1");

    typePassword("Current password", "belfry-trial");
    press("Change password");
    assertThat(old.getValue()).isEmpty();
  }

  @Test
  void differentPasswordsAreNoticedBeforeAnythingIsChanged() {
    navigate(SystemPage.class);

    typePassword("Current password", "belfry-trial");
    typePassword("New password", "long enough 1");
    typePassword("Confirm password", "long enough 2");
    press("Change password");

    assertThat(find(PasswordField.class).withLabel("Confirm password").single().getErrorMessage())
        .isEqualTo("The passwords do not match.");
  }
}
