package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.ArrayList;
import java.util.List;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.OwnRooms;
import org.belfry.pbx.admin.OwnRooms.OwnRoomView;
import org.belfry.pbx.admin.OwnRooms.SaveOwnRoom;
import org.belfry.webui.base.CopyField;
import org.belfry.webui.base.FieldProblems;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Toast;

/** The user's own conference room: made, changed and deleted here, with what guests need. */
final class OwnRoomPanel extends Panel {
  private final transient OwnRooms rooms;
  private final String extension;
  private final transient Inputs inputs = new Inputs("ownroom.");
  private final Div content = new Div();
  private final Span people = new Span();

  OwnRoomPanel(OwnRooms rooms, String extension) {
    this.rooms = rooms;
    this.extension = extension;
    super(text("ownroom.title"));
    Paragraph lead = new Paragraph(inputs.text("lead"));
    lead.addClassName("bf-small");
    content.addClassName("bf-form");
    add(lead, content);
    refresh();
  }

  /** Shows a room as it is now. */
  void refresh() {
    content.removeAll();
    rooms.room(extension).ifPresentOrElse(this::show, this::offer);
  }

  /**
   * @param count participants of the own room
   */
  void shows(int count) {
    people.setText(count == 0 ? "" : getTranslation("portal.rooms.people", count));
  }

  /** The name of the own room; empty when there is none. */
  String room() {
    return rooms.room(extension).map(OwnRoomView::name).orElse("");
  }

  private void offer() {
    Button create = new Button(inputs.text("create"), VaadinIcon.PLUS.create());
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(
        clicked -> new OwnRoomDialog(rooms, extension, null, this::refresh).open());
    content.add(create);
  }

  private void show(OwnRoomView room) {
    Span title = new Span(room.title());
    title.addClassName("bf-entry-title");
    Div line = new Div(title, people);
    line.addClassName("bf-entry-line");
    Div copies = new Div();
    copies.addClassName("bf-copies");
    String dial = room.dial();
    if (dial != null) {
      copies.add(new CopyField(inputs.text("inside"), dial));
    }
    room.outside().forEach(number -> copies.add(new CopyField(inputs.text("outside"), number)));
    copies.add(
        new CopyField(inputs.text("pin"), room.pin()),
        new CopyField(inputs.text("invitation"), invitation(room)));
    content.add(line, copies);
    room.outside().stream().findFirst().ifPresent(number -> content.add(link(room, number)));
    if (room.outside().isEmpty()) {
      Paragraph inside = new Paragraph(inputs.text("insideonly"));
      inside.addClassName("bf-small");
      content.add(inside);
    }
    content.add(buttons(room));
  }

  /** By which a guest's phone dials the room and then its PIN. */
  private Anchor link(OwnRoomView room, String number) {
    Anchor link = new Anchor(call(room, number), inputs.text("link"));
    link.addClassName("bf-link-button");
    return link;
  }

  private static String call(OwnRoomView room, String number) {
    return "tel:" + number + ",," + room.pin() + "%23";
  }

  private String invitation(OwnRoomView room) {
    List<String> lines = new ArrayList<>();
    lines.add(inputs.text("invitation.title", room.title()));
    room.outside()
        .forEach(
            number -> lines.add(inputs.text("invitation.outside", number, call(room, number))));
    if (room.dial() != null) {
      lines.add(inputs.text("invitation.inside", room.dial()));
    }
    lines.add(inputs.text("invitation.pin", room.pin()));
    return String.join("\n", lines);
  }

  private Div buttons(OwnRoomView room) {
    Div buttons = new Div();
    buttons.addClassName("bf-wrap");
    String dial = room.dial();
    if (dial != null) {
      Button join = new Button(getTranslation("portal.rooms.join"), VaadinIcon.PHONE.create());
      join.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
      join.addClickListener(clicked -> getUI().ifPresent(ui -> PortalLayout.call(ui, dial)));
      buttons.add(join);
    }
    Button delete = new Button(inputs.text("delete"), clicked -> delete(room));
    delete.addThemeVariants(ButtonVariant.LUMO_ERROR, ButtonVariant.LUMO_TERTIARY);
    buttons.add(
        new Button(
            inputs.text("change"),
            clicked -> new OwnRoomDialog(rooms, extension, room, this::refresh).open()),
        delete);
    return buttons;
  }

  private void delete(OwnRoomView room) {
    attempt(() -> {
      rooms.delete(extension);
      Toast.undoable(inputs.text("deleted"), () -> attempt(() -> rooms.save(extension, of(room))));
    });
  }

  static SaveOwnRoom of(OwnRoomView room) {
    return new SaveOwnRoom(room.title(), room.pin(), room.lobby(), room.mutedEntry(), room.names());
  }

  private void attempt(Runnable command) {
    try {
      command.run();
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    } catch (InvalidCommand needed) {
      Toast.problem(FieldProblems.sentence(needed.problems().getFirst().message()));
    }
    refresh();
  }
}
