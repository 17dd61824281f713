package org.belfry.webui.plans;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import com.vaadin.flow.component.icon.Icon;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.List;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.PlanExplainer.NextView;
import org.belfry.pbx.admin.PlanExplainer.PlaceView;
import org.belfry.pbx.admin.PlanExplainer.StepView;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Inputs;

/** A plan, drawn: what rings first at the top, and below it what comes next and when. */
final class PlanTree extends Div {
  /** All outcomes of a ring: what comes then comes whatever happened. */
  private static final int OUTCOMES = 5;

  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("plans.");

  PlanTree(StepView plan, Destinations destinations) {
    this.destinations = destinations;
    addClassName("bf-plan");
    UnorderedList root = new UnorderedList();
    add(root);
    draw(root, plan, List.of());
  }

  private void draw(UnorderedList list, StepView step, List<String> on) {
    ListItem item = new ListItem(card(step, on));
    list.add(item);
    if (!step.then().isEmpty()) {
      UnorderedList next = new UnorderedList();
      item.add(next);
      for (NextView each : step.then()) {
        draw(next, each.step(), each.on());
      }
    }
  }

  private Div card(StepView step, List<String> on) {
    Div card = new Div();
    card.addClassNames("bf-step", "bf-step-" + step.kind());
    if (!on.isEmpty()) {
      Span when = new Span(when(on));
      when.addClassName("bf-step-when");
      card.add(when);
    }
    switch (step.kind()) {
      case "ring" -> {
        step.places().forEach(place -> card.add(place(place)));
        card.add(small(inputs.text("seconds", step.seconds())));
      }
      case "redirect" -> {
        card.add(line(VaadinIcon.ARROW_FORWARD, inputs.text("redirect")));
        step.places().forEach(place -> card.add(small(place.name())));
      }
      case "refuse" -> card.add(line(VaadinIcon.BAN, refusal(step)));
      default -> card.add(line(VaadinIcon.BELL_O, step.text()));
    }
    return card;
  }

  private String when(List<String> on) {
    return on.size() >= OUTCOMES
        ? inputs.text("on.any")
        : on.stream()
            .map(each -> inputs.text("on." + each.replace('-', '.')))
            .collect(Collectors.joining(", "));
  }

  private String refusal(StepView step) {
    return switch (step.status()) {
      case 404, 410, 480, 484, 486, 600, 603, 403, 433 -> inputs.text("status." + step.status());
      default -> inputs.text("status", step.status());
    };
  }

  private Div place(PlaceView place) {
    Div line =
        switch (place.kind()) {
          case "phones" -> line(VaadinIcon.PHONE, inputs.text("place.phones", named(place.name())));
          case "outside" ->
              line(
                  VaadinIcon.SIGN_OUT,
                  inputs.text("place.outside", place.name(), Inputs.orEmpty(place.detail())));
          case "neighbour" ->
              line(VaadinIcon.CONNECT, inputs.text("place.neighbour", place.name()));
          case "application" -> line(VaadinIcon.AUTOMATION, application(place));
          default -> line(VaadinIcon.GLOBE, place.name());
        };
    if (place.delaySeconds() > 0) {
      line.add(small(inputs.text("place.later", place.delaySeconds())));
    }
    if (place.confirm()) {
      line.add(small(inputs.text("place.confirm")));
    }
    if (place.onBehalfOf() != null) {
      line.add(small(inputs.text("place.behalf", named(place.onBehalfOf()))));
    }
    return line;
  }

  private String application(PlaceView place) {
    String argument = Inputs.orEmpty(place.detail());
    return place.name().equals("voicemail")
        ? destinations.words("voicemail:" + argument)
        : (place.name() + " " + argument).strip();
  }

  private String named(String extension) {
    return destinations.words("dial:" + extension);
  }

  private static Div line(VaadinIcon symbol, String words) {
    Icon icon = symbol.create();
    icon.getElement().setAttribute("aria-hidden", "true");
    Span text = new Span(words);
    text.addClassName("bf-step-text");
    Div line = new Div(icon, text);
    line.addClassName("bf-step-line");
    return line;
  }

  private static Span small(String words) {
    Span small = new Span(words);
    small.addClassName("bf-small");
    return small;
  }
}
