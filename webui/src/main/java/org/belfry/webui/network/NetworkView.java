package org.belfry.webui.network;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.Locale;
import org.belfry.pbx.admin.HostNetworkAdmin;
import org.belfry.pbx.admin.HostNetworkAdmin.HostNetworkView;
import org.belfry.pbx.admin.HostNetworkAdmin.InterfaceView;
import org.belfry.pbx.admin.HostNetworkAdmin.PortView;
import org.belfry.pbx.admin.HostNetworkAdmin.State;
import org.belfry.pbx.admin.HostNetworkAdmin.TrialView;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.webui.base.Facts;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Toast;
import org.jspecify.annotations.Nullable;

/** Network: addresses of this machine, their settings, and the ports the firewall lets through. */
@Route(value = "network", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class NetworkView extends Page {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private final transient HostNetworkAdmin network;
  private final transient Inputs inputs = new Inputs("hostnetwork.");
  private final Moments moments = Moments.of(this);
  private final Div trial = new Div();
  private final Div interfaces = new Div();
  private final Div ports = new Div();
  private @Nullable HostNetworkView shown;

  public NetworkView(HostNetworkAdmin network) {
    this.network = network;
    super("hostnetwork.title", "hostnetwork.lead");
    trial.addClassNames("bf-panel", "bf-restart-bar");
    trial.getElement().setAttribute("role", "status");
    ports.addClassName("bf-rows");
    Div left = new Div(new Panel(inputs.text("interfaces"), interfaces));
    left.addClassName("bf-stack");
    if (network.network().changeable()) {
      left.add(new SettingsPanel(network, this::refresh));
    } else {
      Paragraph where = new Paragraph(inputs.text("elsewhere"));
      where.addClassName("bf-hint");
      left.add(where);
    }
    Paragraph lead = new Paragraph(inputs.text("ports.lead"));
    lead.addClassName("bf-small");
    Div right = new Div(new Panel(inputs.text("ports"), lead, ports));
    right.addClassName("bf-stack");
    Div both = new Div(left, right);
    both.addClassName("bf-halves");
    add(trial, both);
    refresh();
    Live.again(this, EVERY, this::refresh);
  }

  private void refresh() {
    HostNetworkView now = network.network();
    if (now.equals(shown)) {
      return; // drawn anew, a press would miss its button
    }
    shown = now;
    drawTrial(now.trial());
    drawInterfaces(now);
    drawPorts(now);
  }

  private void drawTrial(TrialView now) {
    trial.removeAll();
    boolean news = now.state() != State.NONE && now.state() != State.KEPT;
    trial.setVisible(news);
    if (!news) {
      return;
    }
    Paragraph words = new Paragraph(sentence(now));
    trial.add(words);
    if (now.state() == State.TRYING) {
      Button keep = new Button(inputs.text("keep"), clicked -> attempt(network::keep));
      keep.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      Div actions =
          new Div(keep, new Button(inputs.text("undo"), clicked -> attempt(network::undo)));
      actions.addClassName("bf-actions");
      trial.add(actions);
    }
  }

  private String sentence(TrialView now) {
    String state = now.state().name().toLowerCase(Locale.ROOT);
    return switch (now.state()) {
      case TRYING ->
          now.until() == null
              ? inputs.text("trying.asked")
              : inputs.text("trying.trying", moments.time(now.until()));
      case UNDONE -> inputs.text("trying.undone", now.at() == null ? "" : moments.time(now.at()));
      default -> inputs.text("trying." + state);
    };
  }

  private void attempt(Runnable action) {
    try {
      action.run();
    } catch (InvalidCommand invalid) {
      Toast.problem(FieldProblems.sentence(invalid.problems().getFirst().message()));
    }
    refresh();
  }

  private void drawInterfaces(HostNetworkView now) {
    interfaces.removeAll();
    Facts facts = new Facts().fact(inputs.text("hostname"), now.hostname());
    for (InterfaceView each : now.interfaces()) {
      facts.fact(each.name(), line(each));
    }
    facts.fact(inputs.text("gateway"), now.gateway() == null ? inputs.text("none") : now.gateway());
    facts.fact(
        inputs.text("dns"),
        now.nameServers().isEmpty() ? inputs.text("none") : String.join(", ", now.nameServers()));
    interfaces.add(facts, new Anchor("settings", inputs.text("more")));
  }

  private Div line(InterfaceView each) {
    Div line =
        new Div(
            each.up()
                ? new Pill(inputs.text("up"), Pill.Tone.GOOD)
                : new Pill(inputs.text("down"), Pill.Tone.QUIET));
    each.addresses().forEach(address -> line.add(new Span(address)));
    if (each.mac() != null) {
      Span mac = new Span(each.mac());
      mac.addClassName("bf-small");
      line.add(mac);
    }
    line.addClassName("bf-entry-line");
    return line;
  }

  private void drawPorts(HostNetworkView now) {
    ports.removeAll();
    now.ports().forEach(each -> ports.add(row(each)));
  }

  private Div row(PortView each) {
    Span purpose = new Span(inputs.word("purpose", each.purpose()));
    purpose.addClassName("bf-entry-title");
    String range =
        each.first() == each.last()
            ? String.valueOf(each.first())
            : each.first() + "–" + each.last();
    Div line = new Div(new Span(each.protocol().toUpperCase(Locale.ROOT) + " " + range));
    line.addClassName("bf-entry-line");
    Div entry = new Div(purpose, line);
    entry.addClassName("bf-entry");
    Div row = new Div(entry);
    row.addClassName("bf-row");
    return row;
  }
}
