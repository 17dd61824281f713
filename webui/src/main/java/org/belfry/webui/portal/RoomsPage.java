package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.belfry.pbx.admin.ConferenceAdmin.RoomView;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.ConferenceControl.ConferenceView;
import org.belfry.pbx.admin.ConferenceControl.ParticipantView;
import org.belfry.pbx.admin.OwnRooms;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Page;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.jspecify.annotations.Nullable;

/**
 * The conference rooms that the user moderates, with what guests must dial, and those open to all.
 */
@Route(value = "portal/rooms", layout = PortalLayout.class)
@RolesAllowed("USER")
public class RoomsPage extends Page {
  private final transient ConferenceAdmin rooms;
  private final transient ConferenceControl control;
  private final String extension;
  private final Div own = new Div();
  private final Div open = new Div();
  private final Panel openPanel;
  private final OwnRoomPanel mine;

  public RoomsPage(
      ConferenceAdmin rooms, ConferenceControl control, OwnRooms ownRooms, Myself myself) {
    this.rooms = rooms;
    this.control = control;
    this.extension = myself.extension();
    super("portal.rooms.title", "portal.rooms.lead");
    mine = new OwnRoomPanel(ownRooms, extension);
    own.addClassName("bf-rows");
    open.addClassName("bf-rows");
    Paragraph lead = new Paragraph(getTranslation("portal.rooms.own.lead"));
    lead.addClassName("bf-small");
    openPanel = new Panel(getTranslation("portal.rooms.open"), open);
    add(mine, new Panel(getTranslation("portal.rooms.own"), lead, own), openPanel);
    Live.followEvents(this, control::onChange, this::refresh);
  }

  private void refresh() {
    Map<String, ConferenceView> running =
        control.conferences().stream()
            .collect(Collectors.toMap(ConferenceView::name, Function.identity(), (a, b) -> a));
    ConferenceView now = running.get(mine.room());
    mine.shows(now == null ? 0 : now.participants().size());
    own.removeAll();
    open.removeAll();
    for (RoomView room : rooms.rooms()) {
      if (room.number() == null) {
        continue; // reached through menus only
      }
      boolean mine = room.moderators().contains(extension);
      if (mine || room.pin() == null) {
        (mine ? own : open).add(row(room, room.number(), mine, running.get(room.name())));
      }
    }
    if (own.getComponentCount() == 0) {
      own.add(
          new Empty(
              VaadinIcon.COMMENTS_O,
              getTranslation("portal.rooms.empty"),
              getTranslation("portal.rooms.empty.sentence")));
    }
    openPanel.setVisible(open.getComponentCount() > 0);
  }

  private Div row(RoomView room, String number, boolean mine, @Nullable ConferenceView now) {
    Span name = new Span(room.title());
    name.addClassName("bf-entry-title");
    Span digits = new Span(number);
    digits.addClassName("bf-number");
    Div line = new Div(digits);
    line.addClassName("bf-entry-line");
    if (mine) {
      line.add(
          new Span(
              room.pin() == null
                  ? getTranslation("portal.rooms.nopin")
                  : getTranslation("portal.rooms.pin", room.pin())));
    }
    Div entry = new Div(name, line);
    if (now != null) {
      line.add(
          new Pill(
              getTranslation("portal.rooms.people", now.participants().size()), Pill.Tone.GOOD));
      if (mine) {
        entry.add(people(now.participants()));
      }
    }
    entry.addClassName("bf-entry");
    Button join = new Button(getTranslation("portal.rooms.join"), VaadinIcon.PHONE.create());
    join.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    join.setAriaLabel(
        getTranslation("base.action.on", getTranslation("portal.rooms.join"), room.title()));
    join.addClickListener(clicked -> getUI().ifPresent(ui -> PortalLayout.call(ui, number)));
    Div row = new Div(entry, join);
    row.addClassName("bf-row");
    return row;
  }

  private Span people(List<ParticipantView> there) {
    Span people =
        new Span(
            there.stream()
                .map(each ->
                    each.name() != null
                        ? each.name()
                        : each.number() != null ? each.number() : getTranslation("portal.unknown"))
                .collect(Collectors.joining(", ")));
    people.addClassName("bf-small");
    return people;
  }
}
