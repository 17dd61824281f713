package org.belfry.webui.attendants;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.confirmdialog.ConfirmDialog;
import com.vaadin.flow.component.html.NativeButton;
import com.vaadin.flow.component.textfield.TextArea;
import java.util.List;
import java.util.Map;
import org.belfry.pbx.admin.AttendantAdmin.AttendantView;
import org.belfry.pbx.admin.AttendantAdmin.Menu;
import org.belfry.pbx.admin.AttendantAdmin.SaveAttendant;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.fake.Applications;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AttendantsPageTest extends PageTest {

  @BeforeEach
  void alice() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
  }

  @Test
  void aNewAttendantGreetsTakesExtensionsAndHasSomebodyBehindTheZero() {
    navigate(AttendantsView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No attendants yet");

    press("New attendant");
    type("Name", "main");
    type("Number", "900");
    typeLines("Greeting", "Welcome.\nPress 0 for the front desk.");
    choose("Destination of key 0", "Alice Berger · 1001");
    press("Create and edit");

    AttendantView made = applications.attendants().attendants().getFirst();
    assertThat(made.nodes().get(made.start()).menu())
        .extracting(Menu::lines, Menu::keys, Menu::extensions)
        .containsExactly(
            List.of("Welcome.", "Press 0 for the front desk."), Map.of("0", "desk"), true);
    assertThat(made.nodes().get("desk").goTo().to()).isEqualTo("dial:1001");
    assertThat(getCurrentView()).isInstanceOf(AttendantPage.class);
  }

  @Test
  void theTreeShowsEachStepOnceWithItsKeysAndHowManyCallersCameThere() {
    main();
    applications.attendants().passed("main", "welcome", "ENTERED", "", 371);
    applications.attendants().passed("main", "welcome", "HUNG_UP", "", 12);
    applications.attendants().passed("main", "welcome", "KEY", "1", 188);

    open();

    assertThat(cards())
        .containsExactly(
            "welcome Menu Press 1. 371 callers in 30 days, 12 hung up here",
            "key 1 · pressed 188× sales Transfer the call Alice Berger · 1001",
            "key 2 ↪ sales");
  }

  @Test
  void aStepIsChangedInPlaceAndHoldsWhenItIsSaved() {
    main();
    open();

    typeLines("Message", "Press 1 or 2.");
    assertThat(cards().getFirst()).contains("Press 1 or 2.");
    assertThat(saved().nodes().get("welcome").menu().lines()).containsExactly("Press 1.");

    press("Save");
    assertThat(saved().nodes().get("welcome").menu().lines()).containsExactly("Press 1 or 2.");
    assertThat(toasts()).contains("main saved.");
  }

  @Test
  void aNewNameBehindAKeyMakesANewStep() {
    main();
    open();

    press("Add key");
    List<ComboBox> keys = find(ComboBox.class).withLabel("Key").all();
    test(keys.getLast()).selectItem("3");
    ComboBox<String> to =
        (ComboBox<String>) find(ComboBox.class).withLabel("Leads to").all().getLast();
    to.setValue("support");
    assertThat(cards().getLast()).isEqualTo("key 3 support Say goodbye and hang up");

    click("support");
    select("Action", "Transfer the call");
    press("Save");
    assertThat(problemAt("Destination")).isEqualTo("Required.");
    assertThat(cards().getLast()).contains("Problems to fix");

    choose("Destination", "Mailbox of Alice Berger");
    press("Save");
    assertThat(saved().nodes().get("support").goTo().to()).isEqualTo("voicemail:1001");
    assertThat(saved().nodes().get("welcome").menu().keys()).containsEntry("3", "support");
  }

  @Test
  void aStepThatIsRenamedIsRenamedWhereverItIsNamedAndOneThatIsRemovedLeavesNoWay() {
    main();
    open();

    click("sales");
    type("Step name", "vertrieb");
    press("Save");
    assertThat(saved().nodes().get("welcome").menu().keys())
        .isEqualTo(Map.of("1", "vertrieb", "2", "vertrieb"));

    press("Remove step");
    press("Save");
    assertThat(problemAt("Keys")).isEmpty();
    assertThat(shown()).contains("Add a key.");
    press("Discard changes");
    assertThat(saved().nodes()).containsKey("vertrieb");
  }

  @Test
  void whatACallerWhoPressesOneHearsIsTriedBeforeItIsSaved() {
    main();
    open();
    typeLines("Message", "Press 1 for sales.");

    press("Start test call");
    assertThat(shown()).contains("„Press 1 for sales.“", "asks, and waits 5 s");

    type("Caller presses", "1");
    press("Press");
    assertThat(shown()).contains("Caller: 1", "hands the call to dial:1001");

    press("Start test call");
    press("No input");
    assertThat(shown()).contains("asks, and nothing is pressed");
    assertThat(saved().nodes().get("welcome").menu().lines()).containsExactly("Press 1.");
  }

  @Test
  void leavingWithWhatIsNotSavedAsksFirst() {
    main();
    open();
    test(find(TextArea.class).withLabel("Message").single()).setValue("Press 1 or 2.");

    UI.getCurrent().navigate(AttendantsView.class);
    roundTrip();

    assertThat(find(ConfirmDialog.class).single().isOpened()).isTrue();
  }

  private void main() {
    applications
        .attendants()
        .create(
            new SaveAttendant(
                "main",
                "900",
                null,
                "welcome",
                new java.util.LinkedHashMap<>(
                    Map.of(
                        "welcome",
                        Applications.menu(
                            new Menu(
                                List.of("Press 1."),
                                new java.util.TreeMap<>(Map.of("1", "sales", "2", "sales")),
                                false,
                                5,
                                null,
                                null)),
                        "sales",
                        Applications.goTo("dial:1001")))));
  }

  private void open() {
    navigate("attendant/main", AttendantPage.class);
  }

  private AttendantView saved() {
    return applications.attendants().attendants().getFirst();
  }

  private void click(String step) {
    NativeButton card =
        find(NativeButton.class).all().stream()
            .filter(c -> step.equals(c.getElement().getAttribute("data-node")))
            .findFirst()
            .orElseThrow();
    test(card).click();
  }

  private List<String> cards() {
    return find(NativeButton.class).all().stream().map(PageTest::textOf).toList();
  }
}
