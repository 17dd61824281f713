package org.belfry.webui.plans;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.router.QueryParameters;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.pbx.routing.Why;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Texts;
import org.belfry.webui.fake.FakePlans;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

class PlansPageTest extends PageTest {
  @Autowired private FakePlans plans;

  @BeforeEach
  void aliceAndBob() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", null, null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void aCallIsDrawnStepByStepWithTheReasons() {
    navigate(PlansView.class);
    assertThat(textOf(find(Empty.class).single())).contains("Enter a call");

    choose("Caller", "Alice Berger · 1001");
    choose("Dialled number", "Bob Okafor · 1002");
    press("Explain");

    assertThat(shown())
        .contains(
            "Phones of Bob Okafor · 1002 ring",
            "for 30 s",
            "Rejected: busy",
            "no answer, unreachable",
            "+491712345678 via provider",
            "press 1 to accept",
            "after 5 s",
            "if unanswered",
            "Mailbox of Bob Okafor")
        .contains(
            "1002 is the extension of Bob Okafor.",
            "Office: closed at Dec 24, 2026, 8:00",
            "Rule 2 of 1002 applies.",
            "1002 is not allowed to call these numbers: international.",
            "1002 forwards the call to Mailbox of Bob Okafor.",
            "A decision of a later release.");
    assertThat(find(ListItem.class).all()).hasSizeGreaterThan(7);
  }

  @Test
  void theQuestionCanStandInTheAddress() {
    UI.getCurrent()
        .navigate(
            PlansView.class,
            QueryParameters.simple(
                Map.of("from", "+4930999", "to", "1002", "at", "2026-12-24T20:00")));

    assertThat(shown()).contains("Phones of Bob Okafor · 1002 ring");
    Instant asked =
        LocalDateTime.of(2026, 12, 24, 20, 0)
            .atZone(Moments.of(UI.getCurrent()).zone())
            .toInstant();
    assertThat(plans.lastAt()).isEqualTo(asked);
    assertThat(find(DateTimePicker.class).single().getValue().getHour()).isEqualTo(20);
  }

  @Test
  void aTypedNameIsTheUserWhoHasItAndNothingElse() {
    navigate(PlansView.class);

    typeOwn("Caller", "alice");
    typeOwn("Dialled number", "okafor");
    press("Explain");
    assertThat(shown()).contains("Phones of Bob Okafor · 1002 ring");

    typeOwn("Dialled number", "er");
    assertThat(problemAt("Dialled number")).isEmpty(); // only Berger has it
    typeOwn("Dialled number", "o k");
    press("Explain");
    assertThat(problemAt("Dialled number")).isEqualTo("“o k” not found. Choose from the list.");
  }

  @Test
  void aQuestionWithoutACallerIsRefusedAtTheField() {
    navigate(PlansView.class);

    typeOwn("Dialled number", "+49 30 1234");
    press("Explain");

    assertThat(problemAt("Caller")).isEqualTo("Enter the caller.");
  }

  @ParameterizedTest
  @EnumSource
  void everyKindOfDecisionHasASentence(Why why) {
    String key = "why." + why.name().toLowerCase(Locale.ROOT);
    Texts texts = new Texts();
    String english = texts.getTranslation(key, Locale.ENGLISH);
    assertThat(english).isNotBlank();
    for (int i = 0; i < 3; i++) {
      assertThat(english.contains("{" + i + "}")).isEqualTo(why.sentence().contains("{" + i + "}"));
    }
  }

  @Test
  void anAnswerIsKeptAndToldWhenTheCallGoesElsewhere() {
    UI.getCurrent()
        .navigate("plans", QueryParameters.simple(java.util.Map.of("from", "1001", "to", "600")));
    roundTrip();
    press("Save as check");
    assertThat(shown()).contains("Unchanged");

    long id = upkeep.checks().checks().getFirst().id();
    upkeep.checks().changes(id);
    navigate(org.belfry.webui.peers.PeersView.class);
    navigate(PlansView.class);
    assertThat(shown()).contains("Routing changed");

    pressOn("Accept change: 1001 → 600");
    assertThat(shown()).contains("Unchanged");
    pressOn("Delete: 1001 → 600");
    assertThat(upkeep.checks().checks()).isEmpty();
  }
}
