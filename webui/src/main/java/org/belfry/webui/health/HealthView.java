package org.belfry.webui.health;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import org.belfry.pbx.admin.HealthMonitor;
import org.belfry.pbx.admin.HealthMonitor.CheckView;
import org.belfry.pbx.admin.HealthMonitor.Level;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;

/** Everything that is looked at, the worst first, and what to do. */
@Route(value = "health", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class HealthView extends Page {
  private static final Duration EVERY = Duration.ofSeconds(10);

  private final transient HealthMonitor health;
  private final transient Inputs inputs = new Inputs("health.");
  private final Div list = new Div();

  public HealthView(HealthMonitor health) {
    this.health = health;
    super("health.title", "health.lead");
    list.addClassName("bf-rows");
    Div both = new Div(new Panel(inputs.text("checks"), list), new AlarmMailPanel(health));
    both.addClassName("bf-columns");
    add(both);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    list.removeAll();
    health.checks().forEach(check -> list.add(row(check)));
  }

  private Component row(CheckView check) {
    Span about = new Span(getTranslation("health.about." + check.about()));
    about.addClassName("bf-small");
    Span says = new Span(getTranslation("alarm.says." + check.code(), check.words().toArray()));
    says.addClassName("bf-entry-title");
    Div entry = new Div(says, about);
    entry.addClassName("bf-entry");
    if (check.level() != Level.OK) {
      Span advice = new Span(getTranslation("alarm.do." + check.code()));
      advice.addClassName("bf-small");
      entry.add(advice);
    }
    Pill.Tone tone =
        switch (check.level()) {
          case OK -> Pill.Tone.GOOD;
          case WARNING -> Pill.Tone.BUSY;
          case BAD -> Pill.Tone.BAD;
        };
    Div row = new Div(entry, new Pill(inputs.word("level", check.level()), tone));
    row.addClassName("bf-row");
    return row;
  }
}
