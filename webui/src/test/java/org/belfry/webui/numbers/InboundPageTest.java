package org.belfry.webui.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.combobox.ComboBox;
import java.time.DayOfWeek;
import java.util.EnumSet;
import java.util.List;
import org.belfry.pbx.admin.InboundAdmin;
import org.belfry.pbx.admin.ScheduleAdmin.Hours;
import org.belfry.pbx.admin.ScheduleAdmin.SaveSchedule;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class InboundPageTest extends PageTest {

  @BeforeEach
  void aliceAndOfficeHours() {
    pbx.create(List.of(new CreateUser("1001", "Alice Berger", null, null, null)));
    numbering
        .schedules()
        .create(
            new SaveSchedule(
                "Office",
                "Europe/Berlin",
                List.of(new Hours(EnumSet.allOf(DayOfWeek.class), "08:00", "17:00")),
                List.of()));
  }

  @Test
  void aNumberLeadsToAliceAndInTheEveningToHerMailbox() {
    navigate(InboundView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No inbound numbers yet");

    press("New number");
    type("Phone number", "+4930123450");
    choose("Destination", "Alice Berger · 1001");
    assertThat(find(ComboBox.class).withLabel("Destination when closed").exists()).isFalse();
    choose("Opening hours", "Office");
    choose("Destination when closed", "Mailbox of Alice Berger");
    press("Create number");

    assertThat(numbering.inbound().numbers())
        .singleElement()
        .extracting("pattern", "open", "schedule", "closed")
        .containsExactly("+4930123450", "dial:1001", "Office", "voicemail:1001");
  }

  @Test
  void aNumberMayLeadToAnyOtherNumber() {
    navigate(InboundView.class);

    press("New number");
    type("Phone number", "+4930123451");
    typeOwn("Destination", "+491712345678");
    press("Create number");

    assertThat(numbering.inbound().numbers().getFirst().open()).isEqualTo("dial:+491712345678");
  }

  @Test
  void whatIsProbablyNotMeantSoIsSaidWhenItIsSaved() {
    numbering
        .inbound()
        .create(new InboundAdmin.SaveInbound("+493012345X", null, null, "dial:1001", null));
    navigate(InboundView.class);

    press("New number");
    type("Phone number", "+49301234XX");
    choose("Destination", "Alice Berger · 1001");
    press("Create number");

    assertThat(toasts())
        .contains("+49301234XX saved. Some of its numbers are routed by +493012345X.");
  }

  @Test
  void withoutOpeningHoursThereIsNoOtherDestination() {
    numbering
        .inbound()
        .create(
            new InboundAdmin.SaveInbound(
                "+4930123450", null, "Office", "dial:1001", "refuse:busy"));
    navigate("inbound/+4930123450", InboundView.class);

    find(ComboBox.class).withLabel("Opening hours").single().setValue(null);
    press("Save");

    assertThat(numbering.inbound().numbers().getFirst().closed()).isNull();
  }

  @Test
  void whatIsWrongStandsAtTheField() {
    navigate(InboundView.class);

    press("New number");
    type("Phone number", "reception");
    press("Create number");

    assertThat(problemAt("Phone number")).startsWith("Must be + and digits");
    assertThat(problemAt("Destination")).isEqualTo("Required.");
  }
}
