package org.belfry.webui.fuse;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.FuseAdmin.FirstCalls;
import org.belfry.pbx.admin.FuseAdmin.Kind;
import org.belfry.pbx.admin.FuseAdmin.Measure;
import org.belfry.pbx.admin.FuseAdmin.Scope;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.fake.FakeFuses;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

class FusePageTest extends PageTest {
  private FakeFuses fuses;

  @BeforeEach
  void theFuse() {
    fuses = upkeep.fuses();
  }

  @Test
  void aBlownFuseSaysWhyAndIsReleasedByOneButton() {
    fuses.blows(Scope.USER, "1003", Kind.PREMIUM, Measure.AT_ONCE, "2");
    navigate(FuseView.class);
    assertThat(shown())
        .contains("Extension 1003 · Premium numbers")
        .contains("More than 2 simultaneous calls")
        .contains("+499001234567")
        .contains("38");

    pressOn("Release: Extension 1003 · Premium numbers");
    assertThat(fuses.fuse().blown()).hasSize(1);
    test(find(ConfirmDialog.class).single()).confirm();

    assertThat(fuses.fuse().blown()).isEmpty();
    assertThat(shown()).contains("No fuse has blown");
  }

  @Test
  void aCountryThatWaitsIsAllowed() {
    fuses.holds("LV", "1003");
    navigate(FuseView.class);
    assertThat(shown()).contains("Latvia").contains("+37167000000");

    pressOn("Allow: Latvia");

    assertThat(fuses.allowed()).containsExactly("LV");
    assertThat(shown()).contains("No fuse has blown");
  }

  @Test
  void aUserGetsLimitsOfItsOwnAndLosesThemAgain() {
    pbx.create(List.of(new CreateUser("1003", "Carol Diaz", null, null, null)));
    navigate(FuseView.class);

    press("Limits for one user, trunk or peer");
    choose("Extension, trunk or peer", "1003");
    typeNumber("Simultaneous calls", 5);
    save();
    assertThat(fuses.settings().limits())
        .filteredOn(limit -> limit.name().equals("1003"))
        .singleElement()
        .satisfies(limit -> {
          assertThat(limit.atOnce()).isEqualTo(5);
          assertThat(limit.callsPerDay()).isEqualTo(20); // as everybody
        });
    assertThat(fuses.settings().limits()).hasSize(13);

    pressOnRow("Delete: Extension 1003 · Premium numbers");
    assertThat(fuses.settings().limits()).hasSize(12);
  }

  @Test
  void whatCannotBeTakenIsSaidAtItsField() {
    navigate(FuseView.class);
    pressOnRow("Edit: Each user · Premium numbers");
    typeNumber("Simultaneous calls", -1);
    save();
    assertThat(problemAt("Simultaneous calls")).isEqualTo("Must be 0 to 1000000.");
  }

  @Test
  void ratesArePastedAsATable() {
    navigate(FuseView.class);
    typeLines("Rates", "+49900,1.99,Premium\ncheap");
    save();
    assertThat(problemAt("Rates")).contains("Line 2 must be like");
    typeLines("Rates", "+49900,1.99,Premium");
    save();
    assertThat(fuses.rates()).hasSize(1);
  }

  @Test
  void theFirstCallToACountryCanWait() {
    navigate(FuseView.class);
    select("First call to a country", "Require administrator approval");
    save();
    assertThat(fuses.settings().firstCalls()).isEqualTo(FirstCalls.ASK_OWNER);
    assertThat(fuses.settings().limits()).hasSize(12);
  }

  @Test
  @WithMockUser(username = "1001", roles = "ADMIN")
  void anAdministratorWhoIsNoOwnerReadsTheSettingsAndChangesThemNot() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    navigate(FuseView.class);
    assertThat(shown()).contains("Only an owner can change these settings and the rates");
    assertThat(
            find(Checkbox.class).withLabel("Block calls when a fuse blows").single().isReadOnly())
        .isTrue();
    assertThat(find(TextArea.class).withLabel("Rates").single().isReadOnly()).isTrue();
  }

  @Test
  void germanReadersReadGerman() {
    fuses.blows(Scope.SITE, "", Kind.INTERNATIONAL, Measure.COST_PER_DAY, "150.5");
    UI.getCurrent().setLocale(Locale.GERMAN);
    navigate(FuseView.class);
    assertThat(shown())
        .contains("Gesamte Anlage · Ausland")
        .contains("Anrufe für 150,5 innerhalb von 24 Stunden");
  }

  /** The form that has something to save. */
  private void save() {
    test(find(Button.class).withText("Save").all().stream()
            .filter(Button::isEnabled)
            .reduce((one, two) -> two)
            .orElseThrow())
        .click();
  }

  private void pressOnRow(String label) {
    Grid<?> grid = find(Grid.class).single();
    for (int row = 0; row < test(grid).size(); row++) {
      var found =
          test(grid)
              .getCellComponent(row, "actions")
              .getChildren()
              .map(Button.class::cast)
              .filter(b -> b.getAriaLabel().filter(label::equals).isPresent())
              .findFirst();
      if (found.isPresent()) {
        test(found.get()).click();
        return;
      }
    }
    throw new AssertionError("No button " + label);
  }
}
