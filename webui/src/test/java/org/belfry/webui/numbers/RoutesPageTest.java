package org.belfry.webui.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.dialog.Dialog;
import java.util.List;
import java.util.Set;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.RouteAdmin.RouteView;
import org.belfry.pbx.admin.RouteAdmin.SaveRoute;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesPageTest extends PageTest {

  @BeforeEach
  void twoTrunks() {
    for (String name : List.of("backup", "provider")) {
      numbering
          .trunks()
          .create(
              new SaveTrunk(
                  name,
                  "sip:p.example",
                  null,
                  true,
                  "u",
                  null,
                  null,
                  null,
                  null,
                  null,
                  null,
                  true,
                  null));
    }
  }

  @Test
  void mobileCallsToNeighbourCountriesTakeTwoTrunksInTheirOrder() {
    navigate(RoutesView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No routes yet");

    press("New route");
    type("Name", "Mobile abroad");
    choose("Trunk", "provider");
    press("Add trunk");
    test(find(ComboBox.class).withLabel("Trunk").all().getLast()).selectItem("backup");
    test(find(CheckboxGroup.class).withLabel("Number types").single()).selectItem("mobile");
    test(find(MultiSelectComboBox.class).withLabel("Countries").single()).selectItem("Austria");
    press("Create route");

    RouteView route = numbering.routes().routes().getFirst();
    assertThat(route.trunks()).containsExactly("provider", "backup");
    assertThat(route.classes()).containsExactly(NumberKind.MOBILE);
    assertThat(route.countries()).containsExactly("AT");
  }

  @Test
  void aNewRouteComesAfterAllOthersAndCanBeMovedUp() {
    route("Mobile", 10);
    route("Everything", 20);
    navigate(RoutesView.class);

    press("New route");
    type("Name", "Free of charge");
    choose("Trunk", "backup");
    press("Create route");
    assertThat(names()).containsExactly("Mobile", "Everything", "Free of charge");

    pressInRow(2, "Move up: Free of charge");
    assertThat(names()).containsExactly("Mobile", "Free of charge", "Everything");
    pressInRow(0, "Move up: Mobile");
    assertThat(names()).containsExactly("Mobile", "Free of charge", "Everything");
    assertThat(numbering.routes().routes())
        .extracting(RouteView::position)
        .containsExactly(10, 20, 30);
  }

  @Test
  void whatIsWrongStandsAtTheFieldAndAboveTheForm() {
    navigate(RoutesView.class);

    press("New route");
    typeLines("Numbers", "+49800*\nfree");
    press("Create route");

    assertThat(problemAt("Name")).isEqualTo("Required.");
    assertThat(problemAt("Numbers")).startsWith("Entry 2: Must be + and digits");
    assertThat(textOf(find(Dialog.class).single())).contains("Needs a trunk.");
  }

  private void route(String name, int position) {
    numbering
        .routes()
        .create(
            new SaveRoute(
                name, position, List.of(), Set.of(), Set.of(), List.of("provider"), null));
  }

  private List<String> names() {
    return numbering.routes().routes().stream().map(RouteView::name).toList();
  }
}
