package org.belfry.appliance.firststart;

import static org.assertj.core.api.Assertions.assertThat;

import org.belfry.appliance.LocalAppliance;
import org.belfry.appliance.SharedAppliance;
import org.belfry.appliance.security.Accounts;
import org.belfry.pbx.admin.CallSettingsAdmin;
import org.belfry.pbx.admin.SignInAdmin;
import org.belfry.pbx.admin.UserAdmin;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

@Tag("database")
@Timeout(60)
@ExtendWith(SharedAppliance.class)
class DemoUsersTest {
  @Test
  void demoUsersHaveMailboxesAndNewPasswordsAtEachStart(LocalAppliance shared) {
    UserAdmin users = shared.part(UserAdmin.class);
    delete(users);
    CallSettingsAdmin calls = shared.part(CallSettingsAdmin.class);
    DemoUsers demo =
        new DemoUsers(users, calls, shared.part(Accounts.class), shared.part(SignInAdmin.class));
    assertThat(demo.renewed("https://pbx/")).hasSize(4).doesNotHaveDuplicates();
    assertThat(calls.settings("1001").mailbox()).isTrue();
    assertThat(calls.settings("1002").mailbox()).isTrue();
    assertThat(demo.renewed("https://pbx/")).hasSize(4);
    delete(users);
  }

  /** Those of other tests stay: something may need them. */
  private static void delete(UserAdmin users) {
    users.users().stream()
        .filter(user -> user.extension().matches("100[12]"))
        .forEach(user -> users.delete(user.id()));
  }
}
