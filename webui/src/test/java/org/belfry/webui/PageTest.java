package org.belfry.webui;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.HasLabel;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.combobox.ComboBoxBase;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.shared.HasValidationProperties;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.fake.Applications;
import org.belfry.webui.fake.FakeAccounts;
import org.belfry.webui.fake.FakeMailboxes;
import org.belfry.webui.fake.FakeNotices;
import org.belfry.webui.fake.FakeParking;
import org.belfry.webui.fake.FakePbx;
import org.belfry.webui.fake.FakePhoneAccess;
import org.belfry.webui.fake.FakeSignIns;
import org.belfry.webui.fake.Numbering;
import org.belfry.webui.fake.Upkeep;
import org.belfry.webui.trial.TrialApplication;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.security.test.context.support.WithMockUser;

/** A signed-in administrator in front of the pages, on an appliance that is empty at first. */
@SpringBootTest(classes = TrialApplication.class, properties = "trial.empty=true")
@WithMockUser(username = "admin", roles = "ADMIN")
public abstract class PageTest extends SpringBrowserlessTest {
  @Autowired protected FakePbx pbx;
  @Autowired protected FakeAccounts accounts;
  @Autowired protected Numbering numbering;
  @Autowired protected Applications applications;
  @Autowired protected Upkeep upkeep;
  @Autowired protected FakeSignIns signIns;
  @Autowired protected FakeMailboxes mailboxes;
  @Autowired protected FakePhoneAccess phones;
  @Autowired protected FakeNotices notices;
  @Autowired protected FakeParking parking;

  @BeforeEach
  void anEmptyApplianceInEnglish() {
    pbx.clear();
    numbering.clear();
    applications.clear();
    upkeep.clear();
    accounts.restore();
    signIns.clear();
    mailboxes.clear();
    notices.clear();
    parking.clear();
    UI.getCurrent().setLocale(Locale.ENGLISH);
  }

  protected final void type(String label, String value) {
    test(find(TextField.class).withLabel(label).single()).setValue(value);
  }

  protected final void typePassword(String label, String value) {
    test(find(PasswordField.class).withLabel(label).single()).setValue(value);
  }

  protected final void typeNumber(String label, int value) {
    test(find(IntegerField.class).withLabel(label).single()).setValue(value);
  }

  /** Fills in a field of several lines. */
  protected final void typeLines(String label, String value) {
    test(find(TextArea.class).withLabel(label).single()).setValue(value);
  }

  /** Chooses one of a field's values by its words. */
  protected final void choose(String label, String words) {
    test(find(ComboBox.class).withLabel(label).single()).selectItem(words);
  }

  /** Types into a field of choices what is none of them. */
  @SuppressWarnings("unchecked")
  protected final void typeOwn(String label, String text) {
    ComboBox<String> box = find(ComboBox.class).withLabel(label).single();
    ComponentUtil.fireEvent(box, new ComboBoxBase.CustomValueSetEvent<>(box, true, text));
  }

  protected final void select(String label, String words) {
    test(find(Select.class).withLabel(label).single()).selectItem(words);
  }

  protected final void check(String label) {
    test(find(Checkbox.class).withLabel(label).single()).click();
  }

  /** What stands below a field because it cannot be taken. */
  protected final String problemAt(String label) {
    return find(Component.class).all().stream()
        .filter(c -> c instanceof HasLabel labelled && label.equals(labelled.getLabel()))
        .filter(c -> c instanceof HasValidationProperties f && f.isInvalid())
        .map(c -> ((HasValidationProperties) c).getErrorMessage())
        .findFirst()
        .orElse("");
  }

  /** What pages say at their edge. */
  protected final String toasts() {
    return find(Notification.class).all().stream()
        .map(toast -> test(toast).getText())
        .reduce("", (a, b) -> a + " " + b);
  }

  /** All that stands on the page. */
  protected final String shown() {
    // A query lets waiting pushes happen, as looking at a page would.
    find(Component.class).all();
    return textOf(getCurrentView() instanceof Component page ? page : UI.getCurrent());
  }

  protected final void press(String text) {
    test(find(Button.class).withText(text).first()).click();
  }

  protected final void pressOn(String ariaLabel) {
    test(find(Button.class).withAriaLabel(ariaLabel).single()).click();
  }

  /** Presses a button in the column of actions of the list's row. */
  protected final void pressInRow(int row, String ariaLabel) {
    Component actions = test(find(Grid.class).single()).getCellComponent(row, "actions");
    Button button =
        actions
            .getChildren()
            .map(Button.class::cast)
            .filter(b -> b.getAriaLabel().filter(ariaLabel::equals).isPresent())
            .findFirst()
            .orElseThrow(() -> new AssertionError("No button " + ariaLabel));
    test(button).click();
  }

  /** What can be copied right now. */
  protected final List<String> shownCredentials() {
    return find(CopyField.class).all().stream().map(CopyField::value).toList();
  }

  /** All text of a component, as a reader would see it. */
  protected static String textOf(Component component) {
    return Stream.concat(
            Stream.of(component.getElement().getText()),
            component
                .getElement()
                .getChildren()
                .flatMap(child -> child.getComponent().stream())
                .map(PageTest::textOf))
        .reduce("", (a, b) -> a + " " + b)
        .replaceAll("\\s+", " ")
        .strip();
  }
}
