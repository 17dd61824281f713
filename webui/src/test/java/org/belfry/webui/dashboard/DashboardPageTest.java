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
    assertThat(page()).contains("Create your first user");

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

    assertThat(page())
        .contains("4 Live calls", "– Users", "Unavailable", "Calls and registrations continue");
  }

  @Test
  void aSiteThatIsNotSetUpIsLedToTheWizard() {
    upkeep.guide().opens();
    navigate(DashboardView.class);

    assertThat(page()).contains("Set up in ten minutes").doesNotContain("first user");
  }

  @Test
  void whatIsWrongStandsAboveEverything() {
    upkeep.alarms().rings("trunk_refused", "provider");
    navigate(PeersView.class);
    navigate(DashboardView.class);

    assertThat(page()).contains("Problem The provider rejects the trunk provider.");
  }

  @Test
  void theLastDayIsDrawnHourByHour() {
    Office.opens(pbx, 30);
    navigate(DashboardView.class);

    HoursChart chart = find(HoursChart.class).single();
    assertThat(chart.getChildren()).hasSize(24);
    assertThat(chart.getElement().getAttribute("aria-label"))
        .endsWith("calls in the last 24 hours");
  }

  private String page() {
    return textOf(find(DashboardView.class).single());
  }
}
