package org.belfry.webui.users;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.AbstractField.ComponentValueChangeEvent;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.checkbox.CheckboxGroup;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.component.upload.Upload;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.CallSettingsAdmin.CallSettingsView;
import org.belfry.pbx.admin.CallSettingsAdmin.On;
import org.belfry.pbx.admin.CallSettingsAdmin.Rule;
import org.belfry.pbx.admin.CallSettingsAdmin.Step;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.FormPanel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UserSettingsPageTest extends PageTest {

  @BeforeEach
  void aliceAndBob() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", null, null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void theListLeadsToWhatHoldsForAUsersCalls() {
    navigate(UsersView.class);

    pressInRow(0, "Calls and forwarding: Alice Berger");

    assertThat(getCurrentView()).isInstanceOf(UserPage.class);
    assertThat(shown()).contains("Alice Berger", "Call settings of extension 1001", "No rules");
  }

  @Test
  void sheDoesNotWantToBeDisturbedAndTheRestStays() {
    alice();

    check("Do not disturb");
    save(ReachPanel.class);

    assertThat(settings().doNotDisturb()).isTrue();
    assertThat(settings().ringSeconds()).isEqualTo(30);
  }

  @Test
  void aRingTimeOutOfRangeIsShownAtTheField() {
    alice();

    typeNumber("Ring time (s)", 1000);
    save(ReachPanel.class);

    assertThat(problemAt("Ring time (s)")).isEqualTo("Must be 5 to 300.");
    assertThat(settings().ringSeconds()).isEqualTo(30);
  }

  @Test
  void whenSheIsBusyBobIsAsked() {
    alice();

    press("New rule");
    select("Event", "Busy");
    choose("Forward to", "Bob Okafor · 1002");
    press("Add rule");

    assertThat(settings().rules())
        .singleElement()
        .satisfies(rule -> {
          assertThat(rule.on()).isEqualTo(On.BUSY);
          assertThat(rule.forwardTo()).isEqualTo("dial:1002");
        });
    assertThat(shown()).contains("Busy", "Forward to Bob Okafor · 1002");
  }

  @Test
  void withoutAnswerSheIsLookedForAtBobsAndThenOnHerMobile() {
    alice();

    press("New rule");
    select("Event", "No answer");
    select("Action", "Find me: try several numbers");
    type("Numbers", "1002");
    press("Add step");
    test(find(TextField.class).withLabel("Numbers").all().getLast()).setValue("+491712345678");
    test(find(Checkbox.class).withLabel("Confirm with 1").all().getLast()).click();
    press("Add rule");

    assertThat(settings().rules().getFirst().follow())
        .containsExactly(
            new Step(List.of("1002"), 20, false), new Step(List.of("+491712345678"), 20, true));
    assertThat(shown())
        .contains("No answer", "Find me at Bob Okafor (20 s), then +491712345678 (20 s)");
  }

  @Test
  void rulesAreTriedFromTheTopSoTheirOrderCanBeChanged() {
    rules(forward(On.CALL, "dial:1002"), forward(On.BUSY, "voicemail:1001"));
    alice();

    pressOn("Move up: rule 2");
    assertThat(settings().rules()).extracting(Rule::on).containsExactly(On.BUSY, On.CALL);
    pressOn("Delete: rule 1");
    assertThat(settings().rules()).extracting(Rule::on).containsExactly(On.CALL);
  }

  @Test
  void aRuleWithoutADestinationIsRefusedAtItsField() {
    rules(forward(On.CALL, "dial:1002"));
    alice();

    press("New rule");
    press("Add rule");

    assertThat(problemAt("Forward to")).isEqualTo("Required.");
    assertThat(settings().rules()).hasSize(1);
  }

  @Test
  @SuppressWarnings("unchecked")
  void callsAbroadAreOpenedForOneCountry() {
    alice();

    CheckboxGroup<NumberKind> kinds =
        find(CheckboxGroup.class).withLabel("Allowed number types").single();
    test(kinds).selectItem("international");
    // The tester chooses as a program does; a reader's choice lets the button be pressed.
    ComponentUtil.fireEvent(
        kinds, new ComponentValueChangeEvent<>(kinds, kinds, kinds.getEmptyValue(), true));
    test(find(MultiSelectComboBox.class).withLabel("Allowed countries").single())
        .selectItem("France");
    save(PermissionsPanel.class);

    assertThat(settings().mayCall()).contains(NumberKind.INTERNATIONAL, NumberKind.INTERNAL);
    assertThat(settings().countries()).containsExactly("FR");
  }

  @Test
  void whoCallsTooOftenIsBlocked() {
    alice();

    typeLines("Blocked", "+49900*, +4930666");
    save(FilterPanel.class);

    assertThat(settings().blocked()).containsExactly("+49900*", "+4930666");
  }

  @Test
  void speedDialsAreWrittenOneALine() {
    alice();

    typeLines("Speed dials", "77 = 1002\n78");
    save(NumbersPanel.class);
    assertThat(problemAt("Speed dials")).isEqualTo("Entry 78: Enter a number that can be dialled.");

    typeLines("Speed dials", "77 = 1002");
    type("Outside caller ID", "+4930123451");
    save(NumbersPanel.class);
    assertThat(settings().speedDials()).isEqualTo(Map.of("77", "1002"));
    assertThat(settings().outsideNumber()).isEqualTo("+4930123451");
  }

  @Test
  void aScriptIsTakenGivenBackAndRemoved() {
    alice();
    assertThat(shown()).contains("No script; rules apply");

    upload("oops");
    assertThat(shown()).contains("Line 1, column 1: a script begins with cpl.");
    upload("<cpl/>");
    assertThat(numbering.scripts().script("1001")).contains("<cpl/>");
    assertThat(shown()).contains("A script replaces the rules").doesNotContain("column 1");
    assertThat(find(Anchor.class).all())
        .extracting(Anchor::getText)
        .contains("Download script", "Download rules as a script");

    press("Remove script");
    test(find(ConfirmDialog.class).single()).confirm();
    assertThat(numbering.scripts().script("1001")).isEmpty();
  }

  @Test
  void nobodyWithThisExtensionIsAPageThatDoesNotExist() {
    navigate("users/4711", org.belfry.webui.base.PageMissing.class);
  }

  private void alice() {
    navigate(UserPage.class, "1001");
  }

  private void save(Class<? extends FormPanel> panel) {
    test(find(Button.class, find(panel).single()).withText("Save").single()).click();
  }

  private void upload(String script) {
    test(find(Upload.class).single())
        .upload("own.cpl", "application/cpl+xml", script.getBytes(StandardCharsets.UTF_8));
    roundTrip();
  }

  private CallSettingsView settings() {
    return numbering.settings().settings("1001");
  }

  private void rules(Rule... rules) {
    numbering.settings().change("1001", Changes.rules(List.of(rules)));
  }

  private static Rule forward(On on, String to) {
    return new Rule(on, null, null, null, null, to, null, null);
  }
}
