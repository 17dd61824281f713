package org.belfry.webui.base;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.data.renderer.Renderer;
import com.vaadin.flow.function.SerializableFunction;
import com.vaadin.flow.shared.Registration;
import java.util.ArrayList;
import java.util.List;

/**
 * A list that is a table on a screen and one column of entries on a phone.
 *
 * @param <T> what a row shows
 */
public class AdaptiveGrid<T> extends Grid<T> {
  /** Below this width of the window, in CSS pixels, the list has one column. */
  public static final int NARROW = 760;

  /** Up to so many rows the page scrolls; above, the list does, and draws only what is seen. */
  private static final int ROWS_ON_PAGE = 40;

  private final List<T> items = new ArrayList<>();
  private final List<Column<T>> narrow = new ArrayList<>();
  private final List<Column<T>> wide = new ArrayList<>();

  public AdaptiveGrid() {
    addThemeVariants(GridVariant.NO_BORDER, GridVariant.WRAP_CELL_CONTENT);
    addClassName("bf-grid");
    setSelectionMode(SelectionMode.NONE);
    setItems(items);
    rows(0);
  }

  /** Shows these rows, staying where the reader has scrolled to. */
  public void show(List<T> next) {
    if (!items.equals(next)) {
      items.clear();
      items.addAll(next);
      getListDataView().refreshAll();
      rows(next.size());
    }
  }

  /** Tells how many rows there are, for those who bring their own data. */
  public final void rows(int count) {
    setAllRowsVisible(count <= ROWS_ON_PAGE);
    setClassName("bf-grid-long", count > ROWS_ON_PAGE);
  }

  /** Marks the column as one of the table. */
  public Column<T> wide(Column<T> column) {
    wide.add(column);
    return column.setResizable(true);
  }

  /** Adds the only column of the narrow form; what it shows is what the wide ones show. */
  public Column<T> narrow(Renderer<T> entry) {
    Column<T> column = addColumn(entry).setFlexGrow(1);
    column.setVisible(false);
    narrow.add(column);
    return column;
  }

  /** Adds the last column, of what can be done with a row, in either form. */
  public Column<T> actions(SerializableFunction<T, Component> actions) {
    return addColumn(new ComponentRenderer<>(actions))
        .setHeader(new Unseen(getTranslation("base.actions")))
        .setKey("actions")
        .setAutoWidth(true)
        .setFlexGrow(0);
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    var page = attached.getUI().getPage();
    arrange(page.getExtendedClientDetails().getWindowInnerWidth());
    Registration resizing =
        page.addBrowserWindowResizeListener(resized -> arrange(resized.getWidth()));
    addDetachListener(detached -> {
      resizing.remove();
      detached.unregisterListener();
    });
  }

  private void arrange(int width) {
    // 0 or less: a browser that did not say; the table is the form that loses nothing.
    boolean isNarrow = width > 0 && width < NARROW;
    narrow.forEach(column -> column.setVisible(isNarrow));
    wide.forEach(column -> column.setVisible(!isNarrow));
    if (hasClassName("bf-narrow") != isNarrow) {
      setClassName("bf-narrow", isNarrow);
      recalculateColumnWidths(); // the actions take less room below each other
    }
  }
}
