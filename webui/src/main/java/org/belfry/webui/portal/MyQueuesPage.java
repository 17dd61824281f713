package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.Locale;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.QueueMonitor;
import org.belfry.pbx.admin.QueueMonitor.AgentState;
import org.belfry.pbx.admin.QueueMonitor.ChangeDuty;
import org.belfry.pbx.admin.QueueMonitor.LiveAgent;
import org.belfry.pbx.admin.QueueMonitor.LiveQueue;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;

/** The queues that the user answers for, to log in and out and to pause. */
@Route(value = "portal/queues", layout = PortalLayout.class)
@RolesAllowed("USER")
public class MyQueuesPage extends Page {
  private final transient QueueMonitor monitor;
  private final String extension;
  private final Div rows = new Div();

  public MyQueuesPage(QueueMonitor monitor, Myself myself) {
    this.monitor = monitor;
    this.extension = myself.extension();
    super("portal.queues.title", "portal.queues.lead");
    rows.addClassName("bf-rows");
    add(new Panel(getTranslation("portal.queues.list"), rows));
    Live.followEvents(this, monitor::onEvent, this::refresh);
  }

  /** Whether there is anything to show. */
  static boolean hasAny(QueueMonitor monitor, String extension) {
    return monitor.live().stream().anyMatch(queue -> agent(queue, extension).isPresent());
  }

  private static Optional<LiveAgent> agent(LiveQueue queue, String extension) {
    return queue.agents().stream().filter(each -> each.agent().equals(extension)).findFirst();
  }

  private void refresh() {
    rows.removeAll();
    for (LiveQueue queue : monitor.live()) {
      agent(queue, extension).ifPresent(me -> rows.add(row(queue, me)));
    }
    if (rows.getComponentCount() == 0) {
      rows.add(
          new Empty(
              VaadinIcon.TIME_FORWARD,
              getTranslation("portal.queues.empty"),
              getTranslation("portal.queues.empty.sentence")));
    }
  }

  private Div row(LiveQueue queue, LiveAgent me) {
    Span name = new Span(queue.name());
    name.addClassName("bf-entry-title");
    boolean in = me.state() != AgentState.LOGGED_OUT;
    boolean paused = me.pause() != null;
    AgentState shown = in && paused ? AgentState.PAUSED : me.state();
    Div line =
        new Div(
            new Pill(
                getTranslation("queues.agent." + shown.name().toLowerCase(Locale.ROOT)),
                shown == AgentState.IDLE ? Pill.Tone.GOOD : Pill.Tone.QUIET),
            new Span(getTranslation("portal.queues.waiting", queue.waiting())),
            new Span(getTranslation("portal.queues.taken", me.calls())));
    line.addClassName("bf-entry-line");
    Div entry = new Div(name, line);
    entry.addClassName("bf-entry");
    Div actions = new Div();
    if (in) {
      actions.add(
          action(
              queue,
              paused ? "portal.queues.resume" : "portal.queues.pause",
              new ChangeDuty(null, paused ? "" : getTranslation("portal.queues.pause.reason"))));
    }
    Button duty =
        action(
            queue, in ? "portal.queues.logout" : "portal.queues.login", new ChangeDuty(!in, null));
    if (!in) {
      duty.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    }
    actions.add(duty);
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  private Button action(LiveQueue queue, String key, ChangeDuty change) {
    Button button = new Button(getTranslation(key), clicked -> duty(queue, change));
    button.setAriaLabel(getTranslation("base.action.on", button.getText(), queue.name()));
    return button;
  }

  private void duty(LiveQueue queue, ChangeDuty change) {
    try {
      monitor.duty(queue.name(), extension, change);
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
  }
}
