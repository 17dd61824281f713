package org.belfry.webui.trunks;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.PasswordField;
import java.util.List;
import org.belfry.pbx.admin.TrunkAdmin.SaveTrunk;
import org.belfry.pbx.admin.TrunkAdmin.TrunkView;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.Test;

class TrunksPageTest extends PageTest {

  @Test
  void theAccountOfAProviderBecomesATrunk() {
    navigate(TrunksView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No trunks yet");

    press("New trunk");
    type("Name", "provider");
    type("Server", "sip.provider.example");
    type("User name", "4930123450");
    typePassword("Password", "geheim-77");
    type("Main number", "+4930123450");
    press("Create trunk");

    TrunkView trunk = numbering.trunks().trunks().getFirst();
    assertThat(trunk.server()).isEqualTo("sip:sip.provider.example");
    assertThat(trunk.registers()).isTrue();
    assertThat(trunk.hasPassword()).isTrue();
    assertThat(trunk.format()).isEqualTo("e164");
  }

  @Test
  void thePasswordStaysWhenNobodyTypesAnotherOne() {
    provider();
    navigate(TrunksView.class);

    pressInRow(0, "Edit: provider");
    PasswordField password = find(PasswordField.class).single();
    assertThat(password.getValue()).isEmpty();
    assertThat(password.getHelperText()).isEqualTo("Leave empty to keep the current password");
    typeNumber("Simultaneous calls", 10);
    press("Save");

    assertThat(numbering.trunks().lastPassword()).isNull();
    assertThat(numbering.trunks().trunks().getFirst().channels()).isEqualTo(10);
  }

  @Test
  void oneThatIsKnownByItsAddressAloneSaysSoAndOffersTls() {
    numbering
        .trunks()
        .create(
            new SaveTrunk(
                "gateway",
                "sip:gw.example",
                null,
                false,
                null,
                null,
                null,
                List.of("192.0.2.1"),
                null,
                null,
                null,
                null,
                null));
    navigate(TrunksView.class);
    pressInRow(0, "Edit: gateway");
    assertThat(textOf(find(TrunkDialog.class).single()))
        .contains("by their UDP source address, which can be forged")
        .contains(";transport=tls");
  }

  @Test
  void howItStandsIsShownAsItChangesWithTheProvidersWords() {
    provider();
    navigate(TrunksView.class);
    assertThat(state()).contains("Off");

    numbering
        .states()
        .isRefused("provider", 403, "Forbidden", "The provider refuses the password.");
    roundTrip();
    assertThat(state())
        .contains(
            "Rejected", "The provider refuses the password. (403 Forbidden)", "Next attempt at");

    numbering.states().comesUp("provider");
    roundTrip();
    assertThat(state()).contains("Registered", "since").doesNotContain("403");
  }

  @Test
  void itCanBeTestedAtOnce() {
    provider();
    numbering.states().comesUp("provider");
    navigate(TrunksView.class);

    pressInRow(0, "Test now: provider");

    assertThat(numbering.states().tried()).containsExactly("provider");
    assertThat(toasts()).contains("Testing provider.");
  }

  @Test
  void whatIsWrongStandsAtTheFieldWithTheNumberOfTheEntry() {
    navigate(TrunksView.class);

    press("New trunk");
    type("Name", "my provider");
    typeLines("Allowed IP addresses", "198.51.100.7\nprovider.example");
    press("Create trunk");

    assertThat(problemAt("Name")).isEqualTo("Must have 1 to 32 letters, digits or hyphens.");
    assertThat(problemAt("Server")).isEqualTo("Required.");
    assertThat(problemAt("User name")).isEqualTo("Required to register.");
    assertThat(problemAt("Allowed IP addresses")).isEqualTo("Entry 2: Must be an IP address.");
  }

  @Test
  void deletingAsksFirst() {
    provider();
    navigate(TrunksView.class);

    pressInRow(0, "Delete: provider");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(numbering.trunks().trunks()).isEmpty();
  }

  private void provider() {
    numbering
        .trunks()
        .create(
            new SaveTrunk(
                "provider",
                "sip:p.example",
                null,
                true,
                "u1",
                null,
                "geheim-77",
                List.of(),
                null,
                null,
                null,
                true,
                null));
  }

  private String state() {
    return textOf(test(find(Grid.class).single()).getCellComponent(0, "state"));
  }
}
