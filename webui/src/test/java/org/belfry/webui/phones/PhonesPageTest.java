package org.belfry.webui.phones;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.upload.Upload;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.PhoneAdmin.PhoneView;
import org.belfry.pbx.admin.PhoneAdmin.PlacedKey;
import org.belfry.pbx.admin.PhoneAdmin.SavePhone;
import org.belfry.pbx.admin.PhoneRollout.FailedView;
import org.belfry.pbx.admin.PhoneRollout.RolloutView;
import org.belfry.pbx.admin.PhoneRollout.State;
import org.belfry.pbx.admin.PhoneSettingsAdmin;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.QrCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PhonesPageTest extends PageTest {

  @BeforeEach
  void alice() {
    pbx.create(List.of(new CreateUser("1001", "Alice", null, null, null)));
  }

  private PhoneView adopted(String mac, String brand, String model) {
    return numbering
        .phones()
        .create(
            List.of(
                new SavePhone(
                    mac,
                    brand,
                    model,
                    "1001",
                    null,
                    "Desk",
                    null,
                    null,
                    Map.of("vlan", "42"),
                    null,
                    null)))
        .getFirst();
  }

  @Test
  void aPhoneThatAppearsIsAdoptedByOneClick() {
    numbering.phones().appears("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonesView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No phones");
    assertThat(shown()).contains("New phones on the network", "80:5e:c0:12:34:56", "Yealink T54W");

    press("Add");
    choose("User", "1001 Alice");
    press("Add phone");

    PhoneView phone = numbering.phones().phones().getFirst();
    assertThat(phone.mac()).isEqualTo("80:5e:c0:12:34:56");
    assertThat(phone.model()).isEqualTo("T54W");
    assertThat(phone.users()).containsExactly("1001");
    assertThat(numbering.phones().newcomers()).isEmpty();
  }

  @Test
  void aDeletedPhoneComesBackByUndo() {
    adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonesView.class);
    pressInRow(0, "Delete: Desk");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(numbering.phones().phones()).isEmpty();

    press("Undo");
    assertThat(numbering.phones().phones()).hasSize(1);
    assertThat(toasts()).contains("Desk restored.");
  }

  @Test
  void whatIsMissingIsToldAtTheField() {
    navigate(PhonesView.class);
    press("New phone");
    press("Add phone");
    assertThat(problemAt("Model")).startsWith("Required");
    choose("Model", "Snom D785");
    press("Add phone");
    assertThat(problemAt("MAC address")).startsWith("Required");
  }

  @Test
  void aTableOfPhonesIsTakenAndWhatIsWrongIsToldByItsLine() {
    navigate(PhonesView.class);
    press("Import");
    upload("mac\n805ec0123456\nnonsense\n");
    assertThat(textOf(find(Dialog.class).single())).contains("Line 3, mac: Must be a MAC address");
    assertThat(numbering.phones().phones()).isEmpty();

    upload("mac\n805ec0123456\n000413aabbcc\n");
    assertThat(toasts()).contains("2 phones imported.");
    assertThat(numbering.phones().phones()).hasSize(2);
  }

  @Test
  void theInventoryIsALinkThatSavesAFile() {
    navigate(PhonesView.class);
    assertThat(find(Anchor.class).all().stream().filter(link -> link.getText().equals("Export")))
        .singleElement()
        .satisfies(link -> assertThat(link.getHref()).contains("VAADIN/dynamic/resource"));
  }

  private void upload(String table) {
    test(find(Upload.class).single())
        .upload("phones.csv", "text/csv", table.getBytes(StandardCharsets.UTF_8));
    roundTrip();
  }

  @Test
  void settingsAndOverridesAreLinesOfWords() {
    PhoneView phone = adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonesView.class);
    pressInRow(0, "Edit: Desk");
    typeLines("Raw settings", "features.dnd.allow = 0\nlang.wui =");
    press("Save");
    assertThat(numbering.phones().phone(phone.id()).orElseThrow().overrides())
        .isEqualTo(Map.of("features.dnd.allow", "0", "lang.wui", ""));
    assertThat(numbering.phones().phone(phone.id()).orElseThrow().settings())
        .isEqualTo(Map.of("vlan", "42"));
  }

  @Test
  void thePageOfAPhoneSaysWhatItHasAndWhy() {
    PhoneView phone = adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonePage.class, Long.toString(phone.id()));
    assertThat(shown())
        .contains("Desk", "vlan", "42", "site Berlin", "Speed dial 112 Help", "(assigned)");
    assertThat(shownCredentials()).containsExactly(phone.provisioningUrl());
    press("Provision now");
    assertThat(numbering.phones().told()).containsExactly(phone.id());
    assertThat(find(QrCode.class).all()).isEmpty();
  }

  @Test
  void anAppTakesItsAddressFromAPicture() {
    PhoneView phone = adopted(null, "linphone", "Linphone");
    navigate(PhonePage.class, Long.toString(phone.id()));
    assertThat(find(QrCode.class).all()).hasSize(1);
  }

  @Test
  void aRollOutIsStartedAndItsProgressShown() {
    adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonesView.class);
    press("Update all");
    assertThat(toasts()).contains("Updating phones");
    assertThat(shown()).contains("1 of 1 updated, 0 failed");
    assertThat(find(Grid.class).all()).hasSize(1);
  }

  @Test
  void aRollOutIsPausedResumedAndTellsWhichPhonesFailed() {
    adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    numbering
        .phones()
        .goesOn(
            new RolloutView(
                State.RUNNING,
                Instant.now(),
                5,
                2,
                1,
                1,
                List.of(new FailedView(7, "Lobby", "It is not registered."))));
    navigate(PhonesView.class);
    assertThat(shown())
        .contains("Running", "1 of 5 updated, 1 failed, 2 waiting, 1 updating")
        .contains("Lobby It is not registered.");
    press("Pause");
    assertThat(shown()).contains("Paused");
    press("Resume");
    assertThat(shown()).contains("Running");
    press("Stop");
    assertThat(shown()).contains("Stopped");
  }

  @Test
  void aLayerSaysWhatItBeatsAndWhatCannotBe() {
    numbering.phones().save("global", Map.of("vlan", "7"));
    adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonesView.class);
    press("Settings");
    choose("Applies to", "model Yealink T54W");
    assertThat(find(TextField.class).withLabel("VLAN").single().getHelperText())
        .endsWith("Default: 7 (all phones).");
    type("VLAN", "many");
    press("Save");
    assertThat(problemAt("VLAN")).isEqualTo("Must be a number from 0 to 4094.");
    type("VLAN", "42");
    press("Save");
    assertThat(numbering.phones().layers())
        .contains(new PhoneSettingsAdmin.LayerView("model:yealink/T54W", Map.of("vlan", "42")));
    assertThat(shown()).contains("model Yealink T54W", "42");
  }

  @Test
  void aSiteIsTypedWhenNothingIsKnownOfIt() {
    navigate(PhoneSettingsPage.class);
    typeOwn("Applies to", "Berlin");
    type("VLAN", "9");
    press("Save");
    assertThat(numbering.phones().layers())
        .containsExactly(new PhoneSettingsAdmin.LayerView("site:Berlin", Map.of("vlan", "9")));
  }

  @Test
  void thePageOfAPhoneSaysWhatIsNotOnItYet() {
    PhoneView phone = adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonePage.class, Long.toString(phone.id()));
    assertThat(shown()).contains("Configured and on the phone", "vlan = 0", "vlan = 42");
    press("Send URL again");
    assertThat(numbering.phones().welcomed()).containsExactly(phone.id());
  }

  @Test
  void anotherDeviceTakesThePlaceOfABrokenOne() {
    PhoneView phone = adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonePage.class, Long.toString(phone.id()));
    press("Replace device");
    press("Replace");
    assertThat(problemAt("MAC address")).startsWith("Required");
    type("MAC address", "00:04:13:aa:bb:cc");
    choose("Model", "Snom D785");
    press("Replace");
    PhoneView now = numbering.phones().phone(phone.id()).orElseThrow();
    assertThat(now.mac()).isEqualTo("00:04:13:aa:bb:cc");
    assertThat(now.users()).containsExactly("1001");
    assertThat(shown()).contains("00:04:13:aa:bb:cc");
  }

  @Test
  void keysArePlacedOnThePageOfAPhone() {
    PhoneView phone = adopted("80:5e:c0:12:34:56", "yealink", "T54W");
    navigate(PhonePage.class, Long.toString(phone.id()));
    press("Edit keys");
    press("Add key");
    press("Save");
    assertThat(find(Component.class).all().stream().map(PageTest::textOf))
        .anyMatch(text -> text.contains("Must be a key from 1 to 27."));
    typeNumber("Key", 5);
    type("Number", "1002");
    press("Save");
    assertThat(numbering.phones().phone(phone.id()).orElseThrow().keys())
        .containsExactly(new PlacedKey(5, "lamp", null, "1002", null));
  }
}
