package org.belfry.webui.history;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H3;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.belfry.pbx.cdr.LegQuality;
import org.belfry.pbx.cdr.QualitySample;
import org.belfry.webui.base.Chart;
import org.belfry.webui.base.Chart.Line;
import org.belfry.webui.base.Chart.Point;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Sound;
import org.jspecify.annotations.Nullable;

/** MOS, loss and jitter over the time of a call, each leg both ways. */
final class QualityCharts extends Div {
  /** Of lines, which are two for each leg. */
  private static final List<String> COLOURS =
      List.of("--bf-teal", "--bf-leaf", "--bf-brass", "--bf-soft");

  private final transient Inputs inputs = new Inputs("history.course.");
  private final transient List<LegQuality> legs;

  /** A figure of a sample, from the device or towards it. */
  private record Figure(
      String name,
      Function<QualitySample, @Nullable Double> from,
      Function<QualitySample, @Nullable Double> towards) {}

  /**
   * @param legs those that have {@link #has samples}
   */
  QualityCharts(List<LegQuality> legs) {
    this.legs = legs;
    addClassName("bf-course");
    add(new H3(inputs.text("title")));
    add(
        chart(new Figure("mos", QualitySample::mos, QualitySample::sentMos)),
        chart(new Figure("loss", QualitySample::lossPercent, QualitySample::sentLossPercent)),
        chart(new Figure("jitter", QualitySample::jitterMs, QualitySample::sentJitterMs)));
  }

  /** The legs of audio whose time is known: at most two, caller and called. */
  static List<LegQuality> has(List<LegQuality> media) {
    return media.stream()
        .filter(leg -> leg.medium().equals("audio") && leg.samples().size() > 1)
        .limit(2)
        .toList();
  }

  private Chart chart(Figure figure) {
    List<Line> lines = new ArrayList<>();
    for (LegQuality leg : legs) {
      String side = Sound.side(this, leg);
      line(lines, inputs.text("from", side), leg, figure.from());
      line(lines, inputs.text("towards", side), leg, figure.towards());
    }
    String title = inputs.text(figure.name());
    return new Chart(title).lines(title, lines);
  }

  private static void line(
      List<Line> lines,
      String label,
      LegQuality leg,
      Function<QualitySample, @Nullable Double> figure) {
    List<Point> points = new ArrayList<>();
    double at = 0;
    for (QualitySample each : leg.samples()) {
      points.add(new Point(at + each.seconds() / 2, figure.apply(each)));
      at += each.seconds();
    }
    lines.add(new Line(label, COLOURS.get(lines.size()), points));
  }
}
