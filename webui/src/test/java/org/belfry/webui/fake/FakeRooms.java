package org.belfry.webui.fake;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.InvalidCommand.FieldProblem;

/** Conference rooms in memory. */
public final class FakeRooms implements ConferenceAdmin {
  private final FakeThings<RoomView> rooms = new FakeThings<>(RoomView::id, RoomView::name, "name");

  public void clear() {
    rooms.clear();
  }

  @Override
  public List<RoomView> rooms() {
    return rooms.all(Comparator.comparing(RoomView::name));
  }

  @Override
  public Optional<RoomView> room(long id) {
    return rooms.byId(id);
  }

  @Override
  public RoomView create(SaveRoom command) {
    return rooms.save(view(rooms.nextId(), command));
  }

  @Override
  public RoomView replace(long id, SaveRoom command) {
    rooms.existing(id);
    return rooms.save(view(id, command));
  }

  @Override
  public void delete(long id) {
    rooms.delete(id);
  }

  private static RoomView view(long id, SaveRoom c) {
    List<FieldProblem> problems = new ArrayList<>();
    if (c.name().isBlank()) {
      problems.add(new FieldProblem("name", "required"));
    }
    if (c.pin() != null && !c.pin().matches("[0-9]{4,12}")) {
      problems.add(new FieldProblem("pin", "must have 4 to 12 digits"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidCommand(problems);
    }
    return new RoomView(
        id,
        c.name(),
        c.number(),
        c.title() == null ? c.name() : c.title(),
        c.pin(),
        c.moderatorPin(),
        c.moderators() == null ? List.of() : c.moderators(),
        Boolean.TRUE.equals(c.waitForModerator()),
        Boolean.TRUE.equals(c.endWithModerator()),
        Boolean.TRUE.equals(c.mutedEntry()),
        !Boolean.FALSE.equals(c.tones()),
        Boolean.TRUE.equals(c.record()),
        c.participantsMax() == null ? 50 : c.participantsMax(),
        List.of());
  }
}
