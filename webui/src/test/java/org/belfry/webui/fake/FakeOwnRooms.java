package org.belfry.webui.fake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.OwnRooms;

/** Users' own conference rooms in memory. */
public final class FakeOwnRooms implements OwnRooms {
  private final Map<String, OwnRoomView> rooms = new HashMap<>();

  public void clear() {
    rooms.clear();
  }

  @Override
  public Optional<OwnRoomView> room(String extension) {
    return Optional.ofNullable(rooms.get(extension));
  }

  @Override
  public OwnRoomView save(String extension, SaveOwnRoom c) {
    if (!c.pin().matches("[0-9]{4,12}")) {
      throw new InvalidCommand("pin", "must have 4 to 12 digits");
    }
    OwnRoomView room =
        new OwnRoomView(
            extension,
            c.title() == null ? extension : c.title(),
            c.pin(),
            c.lobby(),
            c.mutedEntry(),
            c.names(),
            "*88" + extension,
            List.of("+4930123488"));
    rooms.put(extension, room);
    return room;
  }

  @Override
  public void delete(String extension) {
    if (rooms.remove(extension) == null) {
      throw new NotFound("own conference room", extension);
    }
  }
}
