package org.belfry.webui.conferences;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.ConferenceAdmin;
import org.belfry.pbx.admin.ConferenceAdmin.RoomView;
import org.belfry.pbx.admin.ConferenceAdmin.SaveRoom;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The form for one room, new or existing. */
final class RoomDialog extends FormDialog {
  private final transient ConferenceAdmin rooms;
  private final @Nullable RoomView before;
  private final transient Consumer<RoomView> saved;
  private final transient Inputs inputs = new Inputs("conferences.");
  private final TextField title = inputs.line("room");
  private final TextField name = inputs.line("name");
  private final TextField number = inputs.line("number");
  private final TextField pin = inputs.line("pin");
  private final TextField moderatorPin = inputs.line("moderatorpin");
  private final TextArea moderators = inputs.lines("moderators");
  private final Checkbox waits = inputs.check("waits");
  private final Checkbox ends = inputs.check("ends");
  private final Checkbox muted = inputs.check("muted");
  private final Checkbox tones = inputs.check("tones");
  private final Checkbox record = inputs.check("record");
  private final Checkbox names = inputs.check("names");
  private final IntegerField most = inputs.whole("most");

  RoomDialog(ConferenceAdmin rooms, @Nullable RoomView before, Consumer<RoomView> saved) {
    this.rooms = rooms;
    this.before = before;
    this.saved = saved;
    super(
        text(before == null ? "conferences.create" : "conferences.change"),
        text(before == null ? "conferences.create.save" : "base.save"));
    addClassName("bf-wide");
    name.setRequiredIndicatorVisible(true);
    title.setAutofocus(true);
    if (before != null) {
      form().warnings(before.warnings());
    }
    form().beside(form().at("title", title), form().at("name", name), form().at("number", number));
    form().part(inputs.text("part.who"));
    form().beside(form().at("pin", pin), form().at("moderatorPin", moderatorPin));
    field("moderators", moderators);
    field("participantsMax", most);
    form().part(inputs.text("part.how"));
    field("waitForModerator", waits);
    field("endWithModerator", ends);
    field("mutedEntry", muted);
    field("tones", tones);
    field("names", names);
    field("record", record);
    show(before);
    unlessChanged(() -> before != null && rooms.room(before.id()).filter(before::equals).isEmpty());
  }

  private void show(@Nullable RoomView room) {
    tones.setValue(room == null || room.tones());
    if (room != null) {
      title.setValue(room.title());
      name.setValue(room.name());
      number.setValue(Inputs.orEmpty(room.number()));
      pin.setValue(Inputs.orEmpty(room.pin()));
      moderatorPin.setValue(Inputs.orEmpty(room.moderatorPin()));
      moderators.setValue(String.join("\n", room.moderators()));
      waits.setValue(room.waitForModerator());
      ends.setValue(room.endWithModerator());
      muted.setValue(room.mutedEntry());
      record.setValue(room.record());
      names.setValue(room.names());
      most.setValue(room.participantsMax());
    }
  }

  @Override
  protected void save() {
    SaveRoom command =
        new SaveRoom(
            name.getValue().strip(),
            Inputs.orNull(number.getValue()),
            Inputs.orNull(title.getValue()),
            Inputs.orNull(pin.getValue()),
            Inputs.orNull(moderatorPin.getValue()),
            Inputs.values(moderators),
            waits.getValue(),
            ends.getValue(),
            muted.getValue(),
            tones.getValue(),
            record.getValue(),
            most.getValue(),
            names.getValue());
    saved.accept(before == null ? rooms.create(command) : rooms.replace(before.id(), command));
  }
}
