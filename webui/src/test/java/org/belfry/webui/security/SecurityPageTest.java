package org.belfry.webui.security;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.textfield.TextField;
import org.belfry.pbx.admin.FailedLogInAdmin.Door;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class SecurityPageTest extends PageTest {

  @Test
  void anOwnPhoneIsLetInAgain() {
    numbering.bans().ban("203.0.113.66", "20 wrong passwords in a minute");
    navigate(SecurityView.class);

    pressInRow(0, "Unblock: 203.0.113.66");
    assertThat(numbering.bans().bans()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(numbering.bans().bans()).isEmpty();
    assertThat(textOf(find(Empty.class).single())).contains("No blocked addresses");
  }

  @Test
  void failedLogInsAreShownAndAnAddressUnblocked() {
    upkeep.failedLogIns().fail(Door.SIP, "198.51.100.7", "1002", 5, true);
    upkeep.failedLogIns().fail(Door.PHONE_FILES, "198.51.100.9", "", 1, false);
    navigate(SecurityView.class);
    assertThat(shown())
        .containsSubsequence("Phone provisioning link 198.51.100.9", "1 attempt", "As 1002")
        .containsSubsequence("198.51.100.7 Phone 5 attempts", "Blocked until");

    pressOn("Unblock: 198.51.100.7 1002");
    assertThat(shown()).contains("5 attempts").doesNotContain("Blocked until");
    assertThat(toasts()).contains("198.51.100.7 unblocked.");

    test(find(TextField.class).single()).setValue("1002");
    assertThat(shown()).contains("198.51.100.7").doesNotContain("198.51.100.9");
    test(find(TextField.class).single()).setValue("nobody");
    assertThat(shown()).contains("No entries match your search.");
  }

  @Test
  void aBranchOfficeIsNeverShutOut() {
    navigate(SecurityView.class);
    assertThat(shown()).contains("Set in the configuration: 127.0.0.0/8, ::1/128");

    typeLines("Networks", "198.51.100.0/28\nbranch office");
    press("Save");
    assertThat(problemAt("Networks"))
        .isEqualTo("Entry 2: Must be a network, such as 192.168.0.0/16.");

    typeLines("Networks", "198.51.100.0/28");
    press("Save");
    assertThat(numbering.bans().allowList().networks()).containsExactly("198.51.100.0/28");
  }
}
