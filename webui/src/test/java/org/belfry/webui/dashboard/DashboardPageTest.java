package org.belfry.webui.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.Office;
import org.belfry.webui.peers.PeersView;
import org.junit.jupiter.api.Test;

class DashboardPageTest extends PageTest {

  @Test
  void aFreshApplianceSaysWhatToDoNext() {
    navigate(DashboardView.class);
    assertThat(page()).contains("Start with your first user");

    pbx.create(List.of(new CreateUser("1001", "Alice", null, null, null)));
    navigate(PeersView.class);
    navigate(DashboardView.class);
    assertThat(page()).contains("Connect a phone", "pbx.example.com");
  }

  @Test
  void theNumbersAreThoseOfTheAppliance() {
    Office.opens(pbx, 30);
    navigate(DashboardView.class);

    assertThat(page())
        .contains("4 Live calls", "8 Registered devices", "10 Users", "Available")
        .doesNotContain("Connect a phone");
  }

  @Test
  void withoutTheDatabaseThePageStaysReadable() {
    Office.opens(pbx, 3);
    pbx.databaseGoes();
    navigate(DashboardView.class);

    assertThat(page()).contains("4 Live calls", "– Users", "Away", "Calls and registrations go on");
  }

  private String page() {
    return textOf(find(DashboardView.class).single());
  }
}
