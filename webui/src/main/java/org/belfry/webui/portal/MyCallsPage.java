package org.belfry.webui.portal;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.DestinationList;
import org.belfry.pbx.admin.LiveUpdates;
import org.belfry.pbx.admin.ParkAdmin;
import org.belfry.pbx.admin.PersonalCalls;
import org.belfry.pbx.admin.PersonalCalls.PersonalCall;
import org.belfry.webui.base.Destinations;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.livecalls.ParkedPanel;

/** What the user has missed until it is cleared, and all recent calls; a click calls back. */
@Route(value = "portal", layout = PortalLayout.class)
@RolesAllowed("USER")
public class MyCallsPage extends Page {
  private static final int MISSED = 5;
  private static final int STEP = 30;
  private static final int MOST = 300;

  private final transient PersonalCalls calls;
  private final String extension;
  private final Moments moments = Moments.of(this);
  private final Div missed = new Div();
  private final Div all = new Div();
  private final Button clear;
  private final Button more;
  private int shown = STEP;

  public MyCallsPage(
      PersonalCalls calls,
      ParkAdmin parking,
      LiveUpdates updates,
      DestinationList destinations,
      Myself myself) {
    this.calls = calls;
    this.extension = myself.extension();
    super("portal.calls.title", "portal.calls.lead");
    missed.addClassName("bf-rows");
    all.addClassName("bf-rows");
    more = new Button(getTranslation("portal.calls.more"), clicked -> showMore());
    clear =
        new Button(getTranslation("portal.calls.clear"), clicked -> calls.clearMissed(extension));
    clear.addThemeVariants(ButtonVariant.LUMO_SMALL, ButtonVariant.LUMO_TERTIARY);
    Destinations names = new Destinations(destinations);
    Div panels =
        new Div(
            new ParkedPanel(
                parking,
                updates,
                extension,
                names::nameOf,
                slot -> getUI().ifPresent(ui -> PortalLayout.call(ui, slot))),
            new Panel(getTranslation("portal.calls.missed"), missed).withAction(clear),
            new Panel(getTranslation("portal.calls.all"), all, more));
    panels.addClassName("bf-stack");
    add(panels);
    Live.follow(this, listener -> calls.onChange(extension, listener), this::refresh);
  }

  private void showMore() {
    shown = Math.min(MOST, shown + STEP);
    refresh();
  }

  private void refresh() {
    List<PersonalCall> lost = calls.calls(extension, true, 0, MISSED).calls();
    PersonalCalls.Page page = calls.calls(extension, false, 0, shown);
    missed.removeAll();
    clear.setVisible(!lost.isEmpty());
    if (lost.isEmpty()) {
      Paragraph none = new Paragraph(getTranslation("portal.calls.nomissed"));
      none.addClassName("bf-none");
      missed.add(none);
    }
    lost.forEach(call -> missed.add(row(call)));
    all.removeAll();
    if (page.calls().isEmpty()) {
      all.add(
          new Empty(
              VaadinIcon.PHONE,
              getTranslation("portal.calls.empty"),
              getTranslation("portal.calls.empty.sentence")));
    }
    page.calls().forEach(call -> all.add(row(call)));
    more.setVisible(page.total() > page.calls().size() && shown < MOST);
  }

  private Div row(PersonalCall call) {
    String number = call.number();
    String who =
        call.name() != null && !call.name().isBlank()
            ? call.name()
            : number == null ? getTranslation("portal.unknown") : number;
    Span name = new Span(who);
    name.addClassName("bf-entry-title");
    Span when = new Span(line(call));
    when.addClassName("bf-small");
    Div entry = new Div(name, when);
    entry.addClassName("bf-entry");
    Div row = new Div(direction(call), entry);
    if (number != null) {
      Div actions = new Div(new CallButton(number, who));
      actions.addClassName("bf-row-actions");
      row.add(actions);
    }
    row.addClassName("bf-row");
    return row;
  }

  private String line(PersonalCall call) {
    String at = moments.minute(call.startedAt());
    String number = call.number() == null || call.name() == null ? "" : call.number() + " · ";
    Duration talked = call.talked();
    return number + (talked == null ? at : at + " · " + Moments.clock(talked));
  }

  private Component direction(PersonalCall call) {
    if (call.missed()) {
      return new Pill(getTranslation("portal.calls.kind.missed"), Pill.Tone.BAD);
    }
    return call.outgoing()
        ? new Pill(getTranslation("portal.calls.kind.out"), Pill.Tone.QUIET)
        : new Pill(getTranslation("portal.calls.kind.in"), Pill.Tone.GOOD);
  }
}
