package org.belfry.webui.wizard;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.combobox.ComboBox;
import java.util.List;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.admin.UserAdmin.UserView;
import org.belfry.webui.PageTest;
import org.belfry.webui.dashboard.DashboardView;
import org.junit.jupiter.api.Test;

class WizardPageTest extends PageTest {

  @Test
  void aSiteIsSetUpFromTheFirstStepToTheLast() {
    upkeep.guide().opens();
    navigate(WizardView.class);

    type("Company", "Example Ltd.");
    choose("Country", "Germany");
    choose("Time zone", "Europe/Berlin");
    press("Next");
    assertThat(upkeep.guide().guide().company()).isEqualTo("Example Ltd.");
    assertThat(numbering.site().site().country()).isEqualTo("DE");
    assertThat(numbering.schedules().schedules().getFirst().zone()).isEqualTo("Europe/Berlin");

    assertThat(shown()).contains("The system has the private address 192.168.1.20");
    type("STUN servers", "stun.example.com, stun.example.net");
    press("Test");
    assertThat(shown()).contains("Your public address is 203.0.113.7.", "cone NAT");
    press("Next");

    typeNumber("First extension", 200);
    type("Outside line prefix", "0");
    press("Next");
    assertThat(numbering.site().site().outsidePrefix()).isEqualTo("0");

    typeLines("Paste", "Alice Berger\talice@example.com\nBob Okafor");
    press("Import");
    press("Next");
    assertThat(pbx.users())
        .extracting(UserView::extension, UserView::name)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("200", "Alice Berger"),
            org.assertj.core.api.Assertions.tuple("201", "Bob Okafor"));

    press("Add trunk");
    type("Name", "provider");
    type("Server", "sip.provider.example");
    type("User name", "4930123450");
    typePassword("Password", "geheim-77");
    press("Create trunk");
    assertThat(numbering.routes().routes().getFirst().trunks()).containsExactly("provider");
    press("Next");

    type("Server", "smtp.example.com");
    type("Sender", "belfry@example.com");
    press("Next");
    assertThat(applications.mail().server().host()).isEqualTo("smtp.example.com");

    assertThat(shown()).contains("Created by Belfry");
    press("Next");

    assertThat(shown()).contains("Users created.", "E-mail works.", "Browsers show a warning");
    press("Finish");
    assertThat(upkeep.guide().guide().open()).isFalse();
    assertThat(getCurrentView()).isInstanceOf(DashboardView.class);
  }

  @Test
  void itCanBeLeftAndGoesOnWhereItWas() {
    upkeep.guide().opens();
    navigate(WizardView.class);
    choose("Country", "Germany");
    press("Next");
    press("Next");
    press("Continue later");
    assertThat(getCurrentView()).isInstanceOf(DashboardView.class);

    navigate(WizardView.class);

    assertThat(shown()).contains("Local dialling rules.");
  }

  @Test
  void whatCannotBeTakenIsMendedBeforeTheNextStep() {
    upkeep.guide().opens();
    navigate(WizardView.class);

    find(ComboBox.class).withLabel("Country").single().clear();
    press("Next");

    assertThat(problemAt("Country")).isEqualTo("Select a country.");
    assertThat(upkeep.guide().guide().step()).isEmpty();
  }

  @Test
  void aUserWhoseExtensionIsTakenIsToldAtTheRow() {
    pbx.create(List.of(new CreateUser("1001", "Alice", null, null, null)));
    upkeep.guide().reached("USERS");
    navigate(WizardView.class);

    type("Extension", "1001");
    type("Name", "Bob");
    press("Create users");

    assertThat(problemAt("Extension")).isEqualTo("Alice already has this extension.");
    type("Extension", "1002");
    press("Create users");
    assertThat(shownCredentials()).containsExactly("k7Qw-mZ4x-Tb9e");
  }
}
