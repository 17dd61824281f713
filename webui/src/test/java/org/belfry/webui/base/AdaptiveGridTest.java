package org.belfry.webui.base;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.data.provider.DataChangeEvent;
import com.vaadin.flow.data.provider.DataChangeEvent.DataRefreshEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What of a list is drawn again. */
class AdaptiveGridTest {
  private record Lamp(int id, boolean on) {}

  private final AdaptiveGrid<Lamp> grid = new AdaptiveGrid<>(Lamp::id);
  private final List<String> drawn = new ArrayList<>();

  private void shows(Lamp... lamps) {
    grid.show(List.of(lamps));
  }

  private void follow() {
    // What the browser has got has a key.
    grid.getListDataView()
        .getItems()
        .limit(3)
        .forEach(grid.getDataCommunicator().getKeyMapper()::key);
    grid.getDataProvider().addDataProviderListener(changed -> drawn.add(name(changed)));
  }

  private static String name(DataChangeEvent<Lamp> changed) {
    return changed instanceof DataRefreshEvent<Lamp> one ? "lamp " + one.getItem().id() : "all";
  }

  @Test
  void onlyTheRowsThatHaveChanged() {
    shows(new Lamp(1, false), new Lamp(2, false), new Lamp(3, true));
    follow();

    shows(new Lamp(1, false), new Lamp(2, true), new Lamp(3, false));

    assertThat(drawn).containsExactly("lamp 2", "lamp 3");
    assertThat(grid.getListDataView().getItems())
        .containsExactly(new Lamp(1, false), new Lamp(2, true), new Lamp(3, false));
  }

  @Test
  void notTheRowsThatTheBrowserHasNotGot() {
    shows(new Lamp(1, false), new Lamp(2, false), new Lamp(3, true), new Lamp(4, false));
    follow();

    shows(new Lamp(1, false), new Lamp(2, true), new Lamp(3, true), new Lamp(4, true));

    assertThat(drawn).containsExactly("lamp 2");
    assertThat(grid.getListDataView().getItem(3)).isEqualTo(new Lamp(4, true));
  }

  @Test
  void nothingWhenNothingHasChanged() {
    shows(new Lamp(1, false));
    follow();

    shows(new Lamp(1, false));

    assertThat(drawn).isEmpty();
  }

  @Test
  void allWhenRowsComeGoOrChangePlaces() {
    shows(new Lamp(1, false), new Lamp(2, false));
    follow();

    shows(new Lamp(2, false), new Lamp(1, false));
    shows(new Lamp(2, false), new Lamp(1, false), new Lamp(3, false));
    shows(new Lamp(3, false));

    assertThat(drawn).containsExactly("all", "all", "all");
    assertThat(grid.getListDataView().getItems()).containsExactly(new Lamp(3, false));
  }

  @Test
  void aLongListScrollsByItselfAndBeginsWithFewerRows() {
    shows(new Lamp(1, false));
    assertThat(grid.isAllRowsVisible()).isTrue();

    grid.show(IntStream.range(0, 2000).mapToObj(i -> new Lamp(i, false)).toList());

    assertThat(grid.isAllRowsVisible()).isFalse();
    assertThat(grid.getPageSize()).isEqualTo(25);
  }
}
