package org.belfry.webui.emergency;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import java.util.List;
import org.belfry.pbx.admin.EmergencyAdmin.LocationView;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EmergencyPageTest extends PageTest {

  @BeforeEach
  void aliceAndBob() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", null, null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void aWarehouseIsCreatedAndAliceWorksThere() {
    navigate(EmergencyView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No locations yet");

    press("New location");
    type("Name", "Warehouse");
    type("Street", "Invalidenstraße");
    type("House number", "44");
    type("City", "Berlin");
    choose("Country", "Germany");
    typeLines("Networks", "10.2.0.0/16");
    type("Call-back number", "+4930123450");
    test(find(MultiSelectComboBox.class).withLabel("Users").single())
        .selectItem("Alice Berger · 1001");
    press("Create location");

    LocationView location = numbering.emergency().locations().getFirst();
    assertThat(location.address().country()).isEqualTo("DE");
    assertThat(location.networks()).containsExactly("10.2.0.0/16");
    assertThat(location.users()).containsExactly("1001");
    assertThat(location.callbackNumber()).isEqualTo("+4930123450");
    assertThat(shown()).contains("1 user has no location: Bob Okafor · 1002");
  }

  @Test
  void aMissingCityIsShownAtTheField() {
    navigate(EmergencyView.class);
    press("New location");
    type("Name", "Warehouse");
    press("Create location");

    assertThat(problemAt("City")).isEqualTo("Required.");
  }

  @Test
  void theFrontDeskAndTheTestNumberAreSet() {
    navigate(EmergencyView.class);
    choose("Notify front desk", "Alice Berger · 1001");
    typeLines("Test numbers", "933");
    test(find(Button.class).withText("Save").first()).click();

    assertThat(numbering.site().site().frontDesk()).isEqualTo("1001");
    assertThat(numbering.site().site().emergencyTestNumbers()).containsExactly("933");
    assertThat(numbering.site().site().country()).isEqualTo("DE");
  }

  @Test
  void whatTheEmergencyCentreWouldGetIsShown() {
    aWarehouseIsCreatedAndAliceWorksThere();
    choose("User", "Alice Berger · 1001");
    press("Show");

    assertThat(shown())
        .contains(
            "Alice Berger works at this location: Warehouse: Invalidenstraße 44, Berlin",
            "<presence/>");
  }
}
