package org.belfry.appliance.dialplan;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.belfry.appliance.dialplan.Documents.Row;
import org.belfry.appliance.directory.DirectoryStore;
import org.belfry.appliance.directory.Owner;
import org.belfry.appliance.directory.Renamed;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.pbx.admin.InboundAdmin.SaveInbound;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.OwnRooms;
import org.belfry.pbx.directory.FeatureCode;
import org.belfry.pbx.directory.User;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Users' own conference rooms: rooms like others, named for their owner's extension. */
@Component
class MariaOwnRooms implements OwnRooms {
  private static final int PARTICIPANTS = 20;

  private final DirectoryStore store;
  private final DialPlanTables tables;
  private final Things<SaveRoom> things;

  MariaOwnRooms(DirectoryStore store, DialPlanTables tables, MariaConferenceAdmin rooms) {
    this.store = store;
    this.tables = tables;
    this.things = rooms.things;
  }

  @Override
  public Optional<OwnRoomView> room(String extension) {
    return own(user(extension).extension()).map(this::view);
  }

  @Override
  public OwnRoomView save(String extension, SaveOwnRoom command) {
    User user = user(extension);
    String title = command.title();
    SaveRoom wanted =
        ConferenceForm.checked(
                new SaveRoom(
                    user.extension(),
                    null,
                    title == null || title.isBlank() ? ConferenceForm.title(user.name()) : title,
                    required(command.pin()),
                    null,
                    List.of(user.extension()),
                    command.lobby(),
                    command.lobby(),
                    command.mutedEntry(),
                    true,
                    false,
                    PARTICIPANTS,
                    command.names()))
            .ownedBy(user.extension());
    Optional<Row<SaveRoom>> before = own(user.extension());
    if (before.isEmpty() && tables.conferences.byName(wanted.name()).isPresent()) {
      throw new InvalidCommand("room", "another room already has your extension as its name");
    }
    return view(
        before
            .map(row -> things.replace(row.id(), wanted.name(), old -> wanted))
            .orElseGet(() -> things.create(wanted.name(), wanted)));
  }

  private static String required(@Nullable String pin) {
    if (pin == null || pin.isBlank()) {
      throw new InvalidCommand("pin", "required");
    }
    return pin;
  }

  @Override
  public void delete(String extension) {
    things.deleteForGood(
        own(user(extension).extension())
            .orElseThrow(() -> new NotFound("own conference room", extension))
            .id());
  }

  /** Within the transaction that renames or deletes a user: the room goes along. */
  @EventListener
  void on(Renamed what) {
    if (what.kind() != Owner.Kind.USER) {
      return;
    }
    Optional<Row<SaveRoom>> row = own(what.before());
    String after = what.after();
    if (row.isEmpty()) {
      return;
    }
    Row<SaveRoom> room = row.get();
    if (after == null) {
      tables.deleted.keep(tables.conferences.kept(room));
      tables.conferences.delete(room.id());
    } else {
      boolean taken = tables.conferences.byName(after).isPresent();
      tables.conferences.update(
          room.id(), taken ? room.name() : after, moved(room.value(), taken, after));
    }
  }

  private static SaveRoom moved(SaveRoom r, boolean nameTaken, String extension) {
    return new SaveRoom(
            nameTaken ? r.name() : extension,
            r.number(),
            r.title(),
            r.pin(),
            r.moderatorPin(),
            List.of(extension),
            r.waitForModerator(),
            r.endWithModerator(),
            r.mutedEntry(),
            r.tones(),
            r.record(),
            r.participantsMax(),
            r.names())
        .ownedBy(extension);
  }

  private User user(String extension) {
    User user = store.current().user(extension);
    if (user == null) {
      throw new NotFound("user", extension);
    }
    return user;
  }

  private Optional<Row<SaveRoom>> own(String extension) {
    return tables.conferences.all().stream()
        .filter(row -> extension.equals(row.value().owner()))
        .findFirst();
  }

  private OwnRoomView view(Row<SaveRoom> row) {
    SaveRoom r = row.value();
    return new OwnRoomView(
        r.name(),
        Objects.requireNonNullElse(r.title(), r.name()),
        Objects.requireNonNullElse(r.pin(), ""),
        CallForm.or(r.waitForModerator(), false),
        CallForm.or(r.mutedEntry(), false),
        CallForm.or(r.names(), false),
        dial(r.name()),
        outside("app:conference:" + r.name()));
  }

  private @Nullable String dial(String name) {
    return store.current().dialPlan().features().entrySet().stream()
        .filter(each -> each.getValue() == FeatureCode.CONFERENCE)
        .map(Map.Entry::getKey)
        .filter(code -> !code.isEmpty())
        .findFirst()
        .map(code -> code + name)
        .orElse(null);
  }

  private List<String> outside(String destination) {
    return tables.inbound.all().stream()
        .map(Row::value)
        .filter(number -> destination.equals(number.open()))
        .map(SaveInbound::pattern)
        .filter(pattern -> pattern.matches("\\+[0-9]+"))
        .toList();
  }
}
