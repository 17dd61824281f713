package org.belfry.appliance.callcontrol;

import java.util.List;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.pbx.app.conference.ConferenceRoom;
import org.belfry.pbx.app.conference.ConferenceRooms;
import org.belfry.pbx.app.conference.Conferences;
import org.belfry.pbx.app.conference.Member;
import org.belfry.pbx.presence.ConferenceState;
import org.belfry.pbx.presence.ConferenceState.Attendee;
import org.belfry.pbx.presence.StateSource;
import org.belfry.pbx.presence.WatchedDialog;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Permanent rooms as phones watch them: a lamp (RFC 4235), and who is there (RFC 4575). */
@Component
class WatchedConferences implements StateSource {
  private final ConferenceRooms rooms;
  private final Conferences conferences;
  private final DirectoryStore directory;

  WatchedConferences(ConferenceRooms rooms, Conferences conferences, DirectoryStore directory) {
    this.rooms = rooms;
    this.conferences = conferences;
    this.directory = directory;
  }

  @Override
  public boolean knows(String name) {
    return rooms.room(name) != null;
  }

  @Override
  public List<WatchedDialog> dialogs(String name) {
    Conferences.View live = live(name);
    return live == null ? List.of() : List.of(WatchedDialog.lamp("conference", live.since()));
  }

  @Override
  public @Nullable ConferenceState conference(String name) {
    ConferenceRoom room = rooms.room(name);
    if (room == null) {
      return null;
    }
    Conferences.View live = live(name);
    return live == null
        ? new ConferenceState(room.title(), false, false, List.of())
        : new ConferenceState(
            room.title(),
            true,
            live.focus().locked(),
            live.focus().members().stream().map(this::attendee).toList());
  }

  private Conferences.@Nullable View live(String name) {
    ConferenceRoom room = rooms.room(name);
    return room == null ? null : conferences.of(room.name());
  }

  private Attendee attendee(Member m) {
    String number = m.number();
    return new Attendee(
        m.id(),
        number == null ? null : "sip:" + number + "@" + directory.current().domain(),
        m.name(),
        m.moderator(),
        m.muted(),
        m.waiting(),
        m.since());
  }
}
