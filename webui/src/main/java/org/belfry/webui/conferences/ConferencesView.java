package org.belfry.webui.conferences;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.belfry.pbx.admin.ConferenceAdmin.RoomView;
import org.belfry.pbx.admin.ConferenceControl;
import org.belfry.pbx.admin.ConferenceControl.ConferenceView;
import org.belfry.pbx.admin.DeletedItems;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Live;
import org.belfry.webui.base.MainLayout;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.ThingsPage;
import org.jspecify.annotations.Nullable;

/** The permanent rooms, and above them the conferences that go on right now, also those without. */
@Route(value = "conferences", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class ConferencesView extends ThingsPage<RoomView> {
  private static final String TEXTS = "conferences.";

  private final transient ConferenceAdmin rooms;
  private final transient ConferenceControl control;
  private final transient Inputs inputs = new Inputs(TEXTS);
  private final Div running = new Div();
  private final Panel now;

  public ConferencesView(ConferenceAdmin rooms, ConferenceControl control, DeletedItems deleted) {
    this.rooms = rooms;
    this.control = control;
    super(TEXTS, "conferences", VaadinIcon.COMMENTS_O, deleted, "conference_room");
    running.addClassName("bf-rows");
    now = new Panel(inputs.text("now"), running);
    addComponentAtIndex(1, now);
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> title(r.title(), r))))
        .setHeader(inputs.text("room"));
    grid()
        .wide(grid().addColumn(new ComponentRenderer<>(r -> number(Inputs.orEmpty(r.number())))))
        .setHeader(inputs.text("number"))
        .setWidth("7rem")
        .setFlexGrow(0);
    grid().wide(grid().addColumn(this::access)).setHeader(inputs.text("part.who"));
    grid().wide(grid().addColumn(this::ways)).setHeader(inputs.text("part.how")).setFlexGrow(2);
    begin();
    Live.followEvents(this, control::onChange, this::showRunning);
  }

  private void showRunning() {
    List<ConferenceView> all = control.conferences();
    now.setVisible(!all.isEmpty());
    running.removeAll();
    for (ConferenceView each : all) {
      RouterLink link = new RouterLink(each.title(), ConferencePage.class, each.name());
      link.addClassName("bf-entry-title");
      Div line = new Div(new Span(inputs.text("people", each.participants().size())));
      line.addClassName("bf-entry-line");
      if (each.locked()) {
        line.add(new Pill(inputs.text("locked"), Pill.Tone.BUSY));
      }
      if (each.recording()) {
        line.add(new Pill(inputs.text("recording"), Pill.Tone.BAD));
      }
      Div entry = new Div(link, line);
      entry.addClassName("bf-entry");
      Div row = new Div(entry, new Pill(getTranslation("base.live"), Pill.Tone.GOOD));
      row.addClassName("bf-row");
      running.add(row);
    }
  }

  private String access(RoomView room) {
    return inputs.text(room.pin() == null ? "open" : "withpin");
  }

  private String ways(RoomView room) {
    List<String> ways =
        Stream.of(
                room.waitForModerator() ? "waits" : "",
                room.mutedEntry() ? "muted" : "",
                room.record() ? "record" : "")
            .filter(key -> !key.isEmpty())
            .map(inputs::text)
            .toList();
    return ways.isEmpty() ? "–" : String.join(", ", ways);
  }

  @Override
  protected List<RoomView> all() {
    return rooms.rooms();
  }

  @Override
  protected String name(RoomView room) {
    return room.title();
  }

  @Override
  protected String address(RoomView room) {
    return room.name();
  }

  @Override
  protected Stream<String> searched(RoomView room) {
    return Stream.of(room.title(), room.name(), Inputs.orEmpty(room.number()));
  }

  @Override
  protected List<FieldProblem> warnings(RoomView room) {
    return room.warnings();
  }

  @Override
  protected Component entry(RoomView room) {
    return entry(
        title(room.title(), room),
        new Div(number(Inputs.orEmpty(room.number())), new Span(access(room))));
  }

  @Override
  protected Stream<Button> moreActions(RoomView room) {
    return control.conferences().stream()
        .filter(each -> each.name().equals(room.name()))
        .map(each ->
            action(
                VaadinIcon.EYE,
                inputs.text("look"),
                room,
                () -> getUI().ifPresent(ui -> ui.navigate(ConferencePage.class, each.name()))));
  }

  @Override
  protected Dialog form(@Nullable RoomView room, Consumer<RoomView> saved) {
    return new RoomDialog(rooms, room, saved);
  }

  @Override
  protected void delete(RoomView room) {
    rooms.delete(room.id());
  }
}
