package org.belfry.webui.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import org.belfry.pbx.admin.SettingsAdmin.Source;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.dashboard.DashboardView;
import org.belfry.webui.fake.FakeSettings;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.security.test.context.support.WithMockUser;

class SettingsPageTest extends PageTest {
  private FakeSettings settings;

  @BeforeEach
  void open() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    settings = upkeep.settings();
    navigate(SettingsView.class);
  }

  @Test
  void aChangeIsSavedWithItsGroupAndWaitsForARestart() {
    assertThat(find(Button.class).withText("Restart now").all()).isEmpty();

    typeNumber("Missed checks", 5);
    select("Keep-alive", "All phones");
    select("DSCP of signalling", "EF");
    save();

    assertThat(settings.setting("belfry.sip.keep-alive-misses").value()).isEqualTo(5);
    assertThat(settings.setting("belfry.sip.keep-alive").value()).isEqualTo("all");
    assertThat(settings.setting("belfry.sip.dscp").value()).isEqualTo("ef");
    assertThat(settings.setting("belfry.sip.keep-alive").source()).isEqualTo(Source.HERE);
    assertThat(shown())
        .contains("3 changes apply after a restart.")
        .contains("Set here")
        .contains("Default: Phones behind NAT");
  }

  @Test
  void everyKindIsReadAndWritten() {
    typeLines("Public addresses", "203.0.113.7\n10.8.0.1 for 10.8.0.0/16, ::1");
    save();
    assertThat(settings.setting("belfry.sip.advertise").value())
        .isEqualTo(List.of("203.0.113.7", "10.8.0.1 for 10.8.0.0/16", "::1"));
    check("Block attackers");
    save();
    assertThat(settings.setting("belfry.guard.enabled").value()).isEqualTo(false);
    type("End parked calls after", "1h");
    save();
    assertThat(settings.setting("belfry.park.longest").value()).isEqualTo("1h");
    choose("Time zone", "Asia/Tokyo");
    save();
    assertThat(settings.setting("belfry.zone").value()).isEqualTo("Asia/Tokyo");
    assertThat(settings.settings().pending()).hasSize(4);
  }

  @Test
  void whatCannotBeTakenIsSaidAtItsFieldAndNothingTypedIsLost() {
    typeNumber("HTTPS port", 70_000);
    save();
    assertThat(problemAt("HTTPS port")).isEqualTo("Must be 1 to 65535.");
    assertThat(find(IntegerField.class).withLabel("HTTPS port").single().getValue())
        .isEqualTo(70_000);
    assertThat(settings.settings().pending()).isEmpty();
  }

  @Test
  @WithMockUser(username = "1001", roles = "ADMIN")
  void whatIsAnOwnersIsShownToOthersAndCannotBeChanged() {
    Checkbox block = find(Checkbox.class).withLabel("Block attackers").single();
    assertThat(block.isReadOnly()).isTrue();
    assertThat(shown()).contains("Only an owner can change this setting.");
    assertThat(find(IntegerField.class).withLabel("HTTPS port").single().isReadOnly()).isFalse();
  }

  @Test
  void anOwnerReadsOfNoSettingThatAnotherMustChangeIt() {
    assertThat(find(Checkbox.class).withLabel("Block attackers").single().isReadOnly()).isFalse();
    assertThat(shown()).doesNotContain("Only an owner can change this setting.");
  }

  @Test
  void whatTheEnvironmentSaysIsShownAndCannotBeChanged() {
    IntegerField port = find(IntegerField.class).withLabel("HTTP port").single();
    assertThat(port.isReadOnly()).isTrue();
    assertThat(shown())
        .contains("From the environment")
        .contains("Set by an environment variable, which takes precedence.");
  }

  @Test
  void theDefaultIsOnePressAway() {
    type("End parked calls after", "1h");
    save();
    pressOn("Use default: End parked calls after");
    assertThat(settings.setting("belfry.park.longest").source()).isEqualTo(Source.DEFAULT);
    assertThat(find(TextField.class).withLabel("End parked calls after").single().getValue())
        .isEqualTo("30m");
    assertThat(shown()).doesNotContain("applies after a restart.");
  }

  @Test
  void aRestartNowSaysHowManyCallsEnd() {
    type("End parked calls after", "1h");
    save();
    press("Restart now");
    assertThat(settings.done()).isEmpty();
    ConfirmDialog question = find(ConfirmDialog.class).single();
    assertThat(question.getElement().getProperty("message")).contains("2 calls will end.");
    test(question).confirm();
    assertThat(settings.done()).containsExactly("now");
  }

  @Test
  void aRestartTonightIsShownAndCancelled() {
    type("End parked calls after", "1h");
    save();
    press("Restart tonight");
    assertThat(shown()).contains("Belfry restarts in the first minute without calls after");
    press("Cancel restart");
    assertThat(shown()).doesNotContain("Belfry restarts");
  }

  @Test
  void aNewPortIsNothingForTheNight() {
    typeNumber("HTTPS port", 9443);
    save();
    press("Restart tonight");
    assertThat(toasts()).contains("Restart now.");
    press("Restart now");
    assertThat(find(ConfirmDialog.class).single().getElement().getProperty("message"))
        .contains("within ten minutes");
  }

  @Test
  void changesAreUndone() {
    type("End parked calls after", "1h");
    save();
    press("Undo changes");
    assertThat(settings.settings().pending()).isEmpty();
    assertThat(find(TextField.class).withLabel("End parked calls after").single().getValue())
        .isEqualTo("30m");
  }

  @Test
  void aStartThatFailedIsExplained() {
    settings.refuses("port 9443 (TCP) is used by another program.", "belfry.https-port");
    settings.waitsForAdministrator();
    navigate(DashboardView.class);
    navigate(SettingsView.class);
    assertThat(shown())
        .contains("uses the previous ones: Port 9443 (TCP) is used by another program.")
        .contains("Affected: HTTPS port")
        .contains("or Belfry returns to the previous addresses and ports");
  }

  @Test
  void theSearchFindsWordsHelpAndProperties() {
    search("dscp");
    assertThat(visible("DSCP of signalling")).isTrue();
    assertThat(visible("Missed checks")).isFalse();
    search("belfry.park");
    assertThat(visible("End parked calls after")).isTrue();
    search("no such thing");
    assertThat(shown()).contains("No settings found");
  }

  @Test
  void aSettingHasAnAddressOfItsOwn() {
    navigate("settings/belfry.park.longest", SettingsView.class);
    assertThat(visible("End parked calls after")).isTrue();
    assertThat(visible("Missed checks")).isFalse();
  }

  private void search(String words) {
    test(find(TextField.class).withAriaLabel("Search settings").single()).setValue(words);
  }

  private boolean visible(String label) {
    return find(Component.class).all().stream()
        .filter(c -> c instanceof HasLabel labelled && label.equals(labelled.getLabel()))
        .anyMatch(c -> c.isVisible() && c.getParent().filter(Component::isVisible).isPresent());
  }

  @Test
  void germanReadersReadGerman() {
    UI.getCurrent().setLocale(Locale.GERMAN);
    navigate(DashboardView.class);
    navigate(SettingsView.class);
    assertThat(shown()).contains("Systemeinstellungen").contains("Netzwerk und Zeit");
    assertThat(find(Checkbox.class).withLabel("Angreifer sperren").all()).hasSize(1);
  }

  /** The group that has something to save. */
  private void save() {
    test(find(Button.class).withText("Save").all().stream()
            .filter(Button::isEnabled)
            .reduce((one, two) -> two)
            .orElseThrow())
        .click();
  }
}
