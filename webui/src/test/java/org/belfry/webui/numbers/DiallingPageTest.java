package org.belfry.webui.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.select.Select;
import org.belfry.pbx.admin.DialPlanAdmin;
import org.belfry.webui.PageTest;
import org.junit.jupiter.api.Test;

class DiallingPageTest extends PageTest {

  @Test
  void theSiteIsInAustriaAndDialsANoughtForOutside() {
    navigate(DiallingView.class);
    Button save = find(Button.class).withText("Save").first();
    assertThat(save.isEnabled()).isFalse();

    choose("Country", "Austria");
    type("Outside line prefix", "0");
    test(save).click();

    assertThat(numbering.site().site().country()).isEqualTo("AT");
    assertThat(numbering.site().site().outsidePrefix()).isEqualTo("0");
    assertThat(save.isEnabled()).isFalse();
  }

  @Test
  void whatSomebodyElseHasChangedOfTheSiteIsNotOverwrittenUnasked() {
    navigate(DiallingView.class);
    type("Outside line prefix", "0");
    numbering
        .site()
        .change(
            new DialPlanAdmin.ChangeSite(
                "AT", null, null, null, null, null, null, null, null, null));
    Button save = find(Button.class).withText("Save").first();

    test(save).click();
    assertThat(numbering.site().site().country()).isEqualTo("AT");
    assertThat(shown()).contains("Someone else changed this");
    test(save).click();

    assertThat(numbering.site().site().outsidePrefix()).isEqualTo("0");
    type("Outside line prefix", "9");
    test(save).click(); // by nobody else
    assertThat(numbering.site().site().outsidePrefix()).isEqualTo("9");
  }

  @Test
  void theSitesPhonesAreOfferedMd5Only() {
    navigate(DiallingView.class);

    test(find(Select.class).withLabel("Password digest").single()).selectItem("MD5 only");
    test(find(Button.class).withText("Save").first()).click();

    assertThat(numbering.site().site().digest()).isEqualTo(DialPlanAdmin.Digest.MD5);
  }

  @Test
  void phonesMayBeInNetworksThatTheSiteNames() {
    navigate(DiallingView.class);

    typeLines("Networks behind other servers", "10.20.0.0/16, 10.30.0.0/16");
    test(find(Button.class).withText("Save").first()).click();

    assertThat(numbering.site().site().contactNetworks())
        .containsExactly("10.20.0.0/16", "10.30.0.0/16");
  }

  @Test
  void aMainNumberThatIsNoneIsShownAtTheField() {
    navigate(DiallingView.class);

    type("Main number", "12345");
    test(find(Button.class).withText("Save").first()).click();

    assertThat(problemAt("Main number")).startsWith("Must be in international format");
  }

  @Test
  void aCodeIsChangedAndAnotherSwitchedOff() {
    navigate(DiallingView.class);

    type("Call pickup", "*7");
    type("Echo test", "");
    test(find(Button.class).withText("Save").all().getLast()).click();

    assertThat(numbering.site().features())
        .filteredOn(f -> !f.code().equals(f.usual()))
        .extracting("feature", "code")
        .containsExactly(tuple("PICKUP", "*7"), tuple("ECHO", ""));
  }

  @Test
  void aCodeThatCannotBeDialledIsShownAtTheField() {
    navigate(DiallingView.class);

    type("Call parking", "park");
    test(find(Button.class).withText("Save").all().getLast()).click();

    assertThat(problemAt("Call parking")).isEqualTo("Must be * or # and 1 to 6 digits.");
  }
}
