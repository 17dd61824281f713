package org.belfry.webui.reports;

import com.vaadin.flow.component.html.Div;
import java.util.List;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bars, drawn by {@code assets/charts/charts.js}. A reader that sees no picture has one sentence;
 * the figures are in a table beside it.
 */
final class Chart extends Div {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param colour a custom property of the page
   */
  record Series(String label, String colour, List<? extends Number> values) {}

  private record Data(List<String> labels, List<Series> series, boolean sideways, boolean whole) {}

  /**
   * @param sentence what the chart shows
   */
  Chart(String sentence) {
    addClassName("bf-chart");
    getElement().setAttribute("role", "img");
    getElement().setAttribute("aria-label", sentence);
  }

  /** Columns of whole numbers, the series on top of each other. */
  Chart columns(List<String> labels, List<Series> series) {
    return draw(new Data(labels, series, false, true));
  }

  /** A bar for each label, one below the other. */
  Chart bars(List<String> labels, List<Series> series, boolean whole) {
    getStyle().set("height", labels.size() * 2 + 4 + "rem");
    return draw(new Data(labels, series, true, whole));
  }

  private Chart draw(Data data) {
    getElement()
        .executeJs(
            "import(new URL('assets/charts/charts.js', document.baseURI).href).then(charts =>"
                + " charts.draw(this, JSON.parse($0)))",
            JSON.writeValueAsString(data));
    return this;
  }
}
