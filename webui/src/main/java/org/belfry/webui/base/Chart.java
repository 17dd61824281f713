package org.belfry.webui.base;

import com.vaadin.flow.component.html.Div;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Bars or lines, drawn by {@code assets/charts/charts.js}. A reader that sees no picture has one
 * sentence; the figures are in a table beside it.
 */
public final class Chart extends Div {
  private static final JsonMapper JSON = new JsonMapper();

  /**
   * @param colour a custom property of the page
   */
  public record Series(String label, String colour, List<? extends Number> values) {}

  /**
   * @param colour a custom property of the page
   */
  public record Line(String label, String colour, List<Point> points) {}

  /**
   * @param x seconds
   * @param y null leaves a gap
   */
  public record Point(double x, @Nullable Double y) {}

  private record Bars(List<String> labels, List<Series> series, boolean sideways, boolean whole) {}

  private record Lines(List<Line> lines, String title) {}

  /**
   * @param sentence what the chart shows
   */
  public Chart(String sentence) {
    addClassName("bf-chart");
    getElement().setAttribute("role", "img");
    getElement().setAttribute("aria-label", sentence);
  }

  /** Columns of whole numbers, the series on top of each other. */
  public Chart columns(List<String> labels, List<Series> series) {
    return draw(new Bars(labels, series, false, true));
  }

  /** A bar for each label, one below the other. */
  public Chart bars(List<String> labels, List<Series> series, boolean whole) {
    getStyle().set("height", labels.size() * 2 + 4 + "rem");
    return draw(new Bars(labels, series, true, whole));
  }

  /** Lines over seconds, which are shown as minutes and seconds. */
  public Chart lines(String title, List<Line> lines) {
    return draw(new Lines(lines, title));
  }

  private Chart draw(Object data) {
    getElement()
        .executeJs(
            "import(new URL('assets/charts/charts.js', document.baseURI).href).then(charts =>"
                + " charts.draw(this, JSON.parse($0)))",
            JSON.writeValueAsString(data));
    return this;
  }
}
