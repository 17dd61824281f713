package org.belfry.webui;

import com.vaadin.browserless.SpringBrowserlessTest;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.PasswordField;
import com.vaadin.flow.component.textfield.TextField;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.fake.FakeAccounts;
import org.belfry.webui.fake.FakePbx;
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

  @BeforeEach
  void anEmptyApplianceInEnglish() {
    pbx.clear();
    accounts.restore();
    UI.getCurrent().setLocale(Locale.ENGLISH);
  }

  protected final void type(String label, String value) {
    test(find(TextField.class).withLabel(label).single()).setValue(value);
  }

  protected final void typePassword(String label, String value) {
    test(find(PasswordField.class).withLabel(label).single()).setValue(value);
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
