package org.belfry.appliance.callcontrol;

import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;
import org.belfry.appliance.recording.RoomRecordings;
import org.belfry.pbx.app.conference.Conference;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.belfry.pbx.app.conference.ConferenceRooms;
import org.belfry.pbx.directory.Directory;
import org.belfry.pbx.directory.Service;
import org.jspecify.annotations.Nullable;

/** The conference rooms of the current snapshot, and where they are recorded. */
final class SiteConferences implements ConferenceRooms {
  private final Supplier<Directory> directory;
  private final RoomRecordings recordings;

  SiteConferences(Supplier<Directory> directory, RoomRecordings recordings) {
    this.directory = directory;
    this.recordings = recordings;
  }

  @Override
  public @Nullable ConferenceRoom room(String nameOrNumber) {
    Directory now = directory.get();
    if (now.dialPlan().service(Conference.NAME, nameOrNumber) instanceof ConferenceRoom named) {
      return named;
    }
    for (Service each : now.dialPlan().services().values()) {
      if (each instanceof ConferenceRoom room && nameOrNumber.equals(room.number())) {
        return room;
      }
    }
    return null;
  }

  @Override
  public @Nullable Path recording(ConferenceRoom room, Instant began) {
    String number = room.number();
    return recordings.begin(room.name(), room.title(), number == null ? "" : number, began);
  }

  @Override
  public @Nullable Path name() {
    return recordings.draft();
  }

  @Override
  public void recorded(Path file) {
    recordings.ended(file);
  }
}
