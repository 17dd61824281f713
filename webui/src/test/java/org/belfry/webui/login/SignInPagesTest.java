package org.belfry.webui.login;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.router.QueryParameters;
import java.util.List;
import org.belfry.pbx.admin.SignInAdmin.Role;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.users.UserPage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SignInPagesTest extends PageTest {
  private long alice;

  @BeforeEach
  void alice() {
    alice =
        pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)))
            .getFirst()
            .user()
            .id();
  }

  @Test
  void theInvitedChoosesAPasswordOnce() {
    String link = signIns.invite("admin", alice, "https://pbx/", "en").link();
    open(link.substring(link.indexOf('=') + 1));
    assertThat(shown()).contains("Welcome, Alice Berger");

    typePassword("Password", "short");
    typePassword("Confirm password", "short");
    press("Save password");
    assertThat(problemAt("Password")).contains("10 to 72");

    typePassword("Password", "long enough 1");
    typePassword("Confirm password", "long enough 1");
    press("Save password");
    assertThat(signIns.password(alice)).isEqualTo("long enough 1");
    assertThat(shown()).contains("You're all set");
  }

  @Test
  void aLinkThatWasUsedSaysSo() {
    open("nothing");

    assertThat(shown()).contains("This link is no longer valid");
  }

  @Test
  void anAdministratorGivesAccessOnTheUsersPage() {
    navigate(UserPage.class, "1001");
    assertThat(shown()).contains("No password");

    press("Set password");
    typePassword("New password", "long enough 1");
    test(find(Button.class).withText("Save").all().getLast()).click();

    assertThat(signIns.access(alice).password()).isTrue();
  }

  @Test
  void aRoleHoldsAtOnce() {
    navigate(UserPage.class, "1001");

    select("Role", "Supervisor: portal, live calls, queues, call history");

    assertThat(signIns.access(alice).role()).isEqualTo(Role.SUPERVISOR);
  }

  private static void open(String token) {
    UI.getCurrent().navigate("welcome", QueryParameters.of("token", token));
    roundTrip();
  }
}
