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
import org.jspecify.annotations.Nullable;

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

  /** As many as a tall window shows; more come as they are scrolled to. */
  private static final int DRAWN_FIRST = 25;

  private final List<T> items = new ArrayList<>();
  private final @Nullable SerializableFunction<T, Object> identity;
  private final List<Column<T>> narrow = new ArrayList<>();
  private final List<Column<T>> wide = new ArrayList<>();

  /** A list that is drawn anew when anything in it changes. */
  public AdaptiveGrid() {
    this(null);
  }

  /**
   * A list of which only the rows are drawn that have changed.
   *
   * @param identity what stays the same of a row whatever else of it changes
   */
  public AdaptiveGrid(@Nullable SerializableFunction<T, Object> identity) {
    this.identity = identity;
    addThemeVariants(GridVariant.NO_BORDER, GridVariant.WRAP_CELL_CONTENT);
    addClassName("bf-grid");
    setSelectionMode(SelectionMode.NONE);
    var view = setItems(items);
    if (identity != null) {
      view.setIdentifierProvider(identity::apply);
    }
    rows(0);
  }

  /** Shows these rows, staying where the reader has scrolled to. */
  public void show(List<T> next) {
    if (items.equals(next)) {
      return;
    }
    if (isOfTheSame(next)) {
      for (int i = 0; i < next.size(); i++) {
        T item = next.get(i);
        // The browser takes what it has not scrolled to when it does.
        if (!item.equals(items.set(i, item)) && getDataCommunicator().getKeyMapper().has(item)) {
          getListDataView().refreshItem(item);
        }
      }
      return;
    }
    items.clear();
    items.addAll(next);
    getListDataView().refreshAll();
    rows(next.size());
  }

  private boolean isOfTheSame(List<T> next) {
    if (identity == null || items.size() != next.size()) {
      return false;
    }
    for (int i = 0; i < next.size(); i++) {
      if (!identity.apply(items.get(i)).equals(identity.apply(next.get(i)))) {
        return false;
      }
    }
    return true;
  }

  /** Tells how many rows there are, for those who bring their own data. */
  public final void rows(int count) {
    boolean isLong = count > ROWS_ON_PAGE;
    int page = isLong ? DRAWN_FIRST : ROWS_ON_PAGE;
    if (getPageSize() != page) {
      setPageSize(page);
    }
    setAllRowsVisible(!isLong);
    setClassName("bf-grid-long", isLong);
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
