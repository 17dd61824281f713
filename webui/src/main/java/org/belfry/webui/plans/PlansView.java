package org.belfry.webui.plans;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.QueryParameters;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.HashMap;
import java.util.Map;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.PlanChecks;
import org.belfry.pbx.admin.PlanChecks.CheckView;
import org.belfry.pbx.admin.PlanChecks.KeepCheck;
import org.belfry.pbx.admin.PlanExplainer;
import org.belfry.pbx.admin.PlanExplainer.Explanation;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Form;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Reasons;
import org.belfry.webui.base.Toast;

/**
 * Says where a call would go. The question stands in the address, {@code plans?from=1001&to=600},
 * so that it can be passed on.
 */
@Route(value = "plans", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class PlansView extends Page implements BeforeEnterObserver {
  private final transient PlanExplainer explainer;
  private final transient PlanChecks checks;
  private final transient Destinations destinations;
  private final transient Inputs inputs = new Inputs("plans.");
  private final Moments moments = Moments.of(this);
  private final Clock clock = Clock.systemUTC();
  private final Form form = new Form();
  private final ComboBox<String> from;
  private final ComboBox<String> to;
  private final DateTimePicker at = inputs.labelled("at", new DateTimePicker());
  private final Div answer = new Div();
  private final ChecksPanel kept;

  public PlansView(PlanExplainer explainer, PlanChecks checks, DestinationList list) {
    this.explainer = explainer;
    this.checks = checks;
    this.destinations = new Destinations(list);
    super("plans.title", "plans.lead");
    from = destinations.number(inputs, "from");
    to = destinations.number(inputs, "to");
    Button ask = new Button(inputs.text("ask"), VaadinIcon.SEARCH.create());
    ask.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    ask.addClickListener(clicked -> ask());
    form.beside(form.at("from", from), form.at("to", to), form.at("at", at), ask)
        .addClassName("bf-question");
    Div question = new Div(form);
    question.addClassName("bf-panel");
    answer.addClassName("bf-stack");
    answer.add(
        new Empty(
            VaadinIcon.QUESTION_CIRCLE_O,
            inputs.text("empty.title"),
            inputs.text("empty.sentence")));
    kept = new ChecksPanel(checks, destinations, this::look);
    add(question, answer, kept);
  }

  /** Shows a question that was kept. */
  private void look(CheckView check) {
    from.setValue(check.from());
    to.setValue(check.to());
    at.setValue(LocalDateTime.ofInstant(check.at(), moments.zone()));
    ask();
  }

  private void keep(Explanation explanation) {
    if (form.submit(
        () ->
            checks.keep(
                new KeepCheck(null, explanation.from(), explanation.to(), explanation.at())))) {
      kept.refresh();
      Toast.done(inputs.text("kept"));
    }
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    QueryParameters asked = event.getLocation().getQueryParameters();
    asked.getSingleParameter("from").ifPresent(from::setValue);
    asked.getSingleParameter("to").ifPresent(to::setValue);
    asked.getSingleParameter("at").ifPresent(this::setTime);
    if (!from.isEmpty() && !to.isEmpty()) {
      explain();
    }
  }

  private void setTime(String text) {
    try {
      at.setValue(LocalDateTime.parse(text));
    } catch (DateTimeException unreadable) {
      form.say(inputs.text("at.unreadable"));
    }
  }

  private void ask() {
    if (explain()) {
      Map<String, String> question = new HashMap<>();
      question.put("from", from.getValue());
      question.put("to", to.getValue());
      if (at.getValue() != null) {
        question.put("at", at.getValue().toString());
      }
      UI.getCurrent()
          .getPage()
          .getHistory()
          .replaceState(null, "plans?" + QueryParameters.simple(question).getQueryString());
    }
  }

  private boolean explain() {
    LocalDateTime when = at.getValue();
    Instant moment = when == null ? clock.instant() : when.atZone(moments.zone()).toInstant();
    return form.submit(() ->
        show(
            explainer.explain(
                Inputs.orEmpty(from.getValue()), Inputs.orEmpty(to.getValue()), moment)));
  }

  private void show(Explanation explanation) {
    Paragraph moment = new Paragraph(inputs.text("moment", moments.minute(explanation.at())));
    moment.addClassName("bf-small");
    Button keep =
        new Button(
            inputs.text("keep"), VaadinIcon.BOOKMARK_O.create(), clicked -> keep(explanation));
    keep.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_SMALL);
    Panel plan =
        new Panel(inputs.text("plan"), moment, new PlanTree(explanation.plan(), destinations))
            .withAction(keep);
    Panel reasons =
        new Panel(inputs.text("reasons"), new Reasons(explanation.reasons(), destinations));
    Div both = new Div(plan, reasons);
    both.addClassName("bf-explained");
    answer.removeAll();
    answer.add(both);
  }
}
