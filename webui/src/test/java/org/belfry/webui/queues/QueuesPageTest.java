package org.belfry.webui.queues;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Section;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.NumberKind;
import org.belfry.pbx.admin.QueueAdmin.CallBack;
import org.belfry.pbx.admin.QueueAdmin.Member;
import org.belfry.pbx.admin.QueueAdmin.QueueView;
import org.belfry.pbx.admin.QueueAdmin.SaveQueue;
import org.belfry.pbx.admin.QueueAdmin.Strategy;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.UserAdmin.CreateUser;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.peers.PeersView;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class QueuesPageTest extends PageTest {

  @BeforeEach
  void people() {
    pbx.create(
        List.of(
            new CreateUser("1001", "Alice Berger", null, null, null),
            new CreateUser("1002", "Bob Okafor", null, null, null)));
  }

  @Test
  void aQueueGetsAgentsAndAPlaceForThoseWhoWaitTooLong() {
    navigate(QueuesView.class);
    assertThat(textOf(find(Empty.class).first())).contains("No queues yet");

    press("New queue");
    type("Name", "sales");
    type("Number", "700");
    choose("Agent", "Alice Berger · 1001");
    type("Skills", "french, repair");
    select("Ring strategy", "Round robin");
    choose("After maximum wait", "Mailbox of Bob Okafor");
    press("Create queue");

    QueueView queue = applications.queues().queues().getFirst();
    assertThat(queue.strategy()).isEqualTo(Strategy.ROUND_ROBIN);
    assertThat(queue.members())
        .containsExactly(new Member("1001", null, Set.of("french", "repair"), null));
    assertThat(queue.late()).isEqualTo("voicemail:1002");
    assertThat(queue.callBack()).isNull();
    assertThat(toasts()).contains("sales saved.");
  }

  @Test
  void whatIsWrongStandsAtTheFieldAndAtTheAgent() {
    navigate(QueuesView.class);

    press("New queue");
    typeNumber("Ring time (s)", 2);
    press("Create queue");

    assertThat(problemAt("Name")).isEqualTo("Required.");
    assertThat(problemAt("Agent")).isEqualTo("Required.");
    assertThat(problemAt("Ring time (s)")).isEqualTo("Must be 5 to 120.");
  }

  @Test
  void callingBackIsAskedForOnlyWhenItIsWanted() {
    sales();
    navigate(QueuesView.class);

    pressInRow(0, "Edit: sales");
    check("Offer callback");
    typeNumber("Attempts", 5);
    press("Save");

    CallBack kept = applications.queues().queues().getFirst().callBack();
    assertThat(kept.tries()).isEqualTo(5);
    assertThat(kept.mayCall())
        .containsExactlyInAnyOrder(
            NumberKind.INTERNAL, NumberKind.LOCAL, NumberKind.NATIONAL, NumberKind.MOBILE);
  }

  @Test
  void theListSaysWhoWaitsAndWhetherAnybodyIsThere() throws Exception {
    sales();
    navigate(QueuesView.class);
    assertThat(state()).isEqualTo("no callers waiting No agents logged in");

    onAThreadOfTheAppliance(() -> {
      applications.floor().works("sales", "1001", "IDLE", null);
      applications.floor().waits("sales", "+4930123", null, 10);
    });

    assertThat(state()).isEqualTo("1 caller waiting 1 of 2 agents logged in");
  }

  @Test
  void aQueueIsWatchedAndItsAgentsAreLoggedInAndPaused() throws Exception {
    sales();
    navigate("queue/sales", QueuePage.class);
    assertThat(shown()).contains("No callers waiting.", "Alice Berger 1001 Logged out");

    onAThreadOfTheAppliance(
        () -> applications.floor().waits("sales", "+4930123", "Marta Lind", 10));
    assertThat(shown()).contains("1 Marta Lind +4930123");

    pressOn("Log in: Alice Berger");
    roundTrip();
    assertThat(agent("1001")).isEqualTo(AgentState.IDLE);
    pressOn("Pause: Alice Berger");
    roundTrip();
    assertThat(agent("1001")).isEqualTo(AgentState.PAUSED);
    pressOn("End pause: Alice Berger");
    assertThat(agent("1001")).isEqualTo(AgentState.IDLE);
  }

  @Test
  void theWallboardShowsTheDayAndMovesByItself() throws Exception {
    sales();
    applications.floor().works("sales", "1001", "TALKING", "+4930123");
    applications.floor().day("sales", 74, 66, 61, 5);
    navigate("wallboard/sales", WallboardView.class);

    assertThat(textOf(find(Section.class).single()))
        .contains("0 waiting", "0/1 agents available", "66 answered today", "86% service level")
        .contains("Alice Berger On a call +4930123")
        .doesNotContain("Bob");

    onAThreadOfTheAppliance(() -> applications.floor().waits("sales", "+49301", null, 10));
    assertThat(textOf(find(Section.class).single())).contains("1 waiting");

    navigate(PeersView.class);
    assertThat(applications.floor().listeners()).isZero();
  }

  private AgentState agent(String extension) {
    return applications.floor().live("sales").orElseThrow().agents().stream()
        .filter(a -> a.agent().equals(extension))
        .findFirst()
        .orElseThrow()
        .state();
  }

  private String state() {
    return textOf(test(find(Grid.class).single()).getCellComponent(0, "state"));
  }

  private void sales() {
    applications
        .queues()
        .create(
            new SaveQueue(
                "sales",
                "700",
                null,
                null,
                List.of(
                    new Member("1001", 1, Set.of(), null), new Member("1002", 1, Set.of(), null)),
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null));
  }

  private static void onAThreadOfTheAppliance(Runnable event) throws Exception {
    CompletableFuture.runAsync(event).get(5, TimeUnit.SECONDS);
    roundTrip();
    roundTrip();
  }
}
