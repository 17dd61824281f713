package org.belfry.webui.livecalls;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.grid.Grid;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.belfry.pbx.admin.CallMonitor.LiveCallState;
import org.belfry.pbx.admin.CallMonitor.LiveCallView;
import org.belfry.webui.PageTest;
import org.belfry.webui.base.Empty;
import org.belfry.webui.peers.PeersView;
import org.junit.jupiter.api.Test;

class LiveCallsPageTest extends PageTest {

  @Test
  void aCallAppearsAndDisappearsByItself() throws Exception {
    navigate(LiveCallsView.class);
    assertThat(textOf(find(Empty.class).single())).contains("All quiet");

    onAThreadOfTheAppliance(() -> pbx.callBegins(call("a", LiveCallState.RINGING)));
    assertThat(callers()).containsExactly("1001");

    onAThreadOfTheAppliance(() -> pbx.callEnds("a"));
    assertThat(find(Empty.class).exists()).isTrue();
  }

  @Test
  void manyChangesBeforeThePageLooksAgainAreOneRefresh() throws Exception {
    navigate(LiveCallsView.class);

    onAThreadOfTheAppliance(() -> {
      for (int i = 0; i < 100; i++) {
        pbx.callBegins(call("c" + i, LiveCallState.CALLING));
      }
    });

    assertThat(callers()).hasSize(100);
  }

  @Test
  void leavingThePageEndsItsSubscription() {
    navigate(LiveCallsView.class);
    assertThat(pbx.listeners()).isEqualTo(1);

    navigate(PeersView.class);
    assertThat(pbx.listeners()).isZero();
  }

  private static void onAThreadOfTheAppliance(Runnable event) throws Exception {
    CompletableFuture.runAsync(event).get(5, TimeUnit.SECONDS);
    roundTrip();
  }

  private static LiveCallView call(String id, LiveCallState state) {
    return new LiveCallView(id, "1001", "Alice", "1002", "Bob", state, Instant.now(), null);
  }

  @SuppressWarnings("unchecked")
  private List<String> callers() {
    Grid<LiveCallView> grid = find(Grid.class).single();
    return grid.getListDataView().getItems().map(LiveCallView::caller).toList();
  }
}
