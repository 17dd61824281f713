package org.belfry.webui.portal;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.TextField;
import java.security.SecureRandom;
import org.belfry.pbx.admin.OwnRooms;
import org.belfry.pbx.admin.OwnRooms.OwnRoomView;
import org.belfry.pbx.admin.OwnRooms.SaveOwnRoom;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.jspecify.annotations.Nullable;

/** The form for the own conference room; a new one has a PIN already. */
final class OwnRoomDialog extends FormDialog {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int PINS = 1_000_000;

  private final transient OwnRooms rooms;
  private final String extension;
  private final transient Runnable saved;
  private final transient Inputs inputs = new Inputs("ownroom.");
  private final TextField title = inputs.line("name");
  private final TextField pin = inputs.line("pin");
  private final Checkbox lobby = inputs.check("lobby");
  private final Checkbox muted = inputs.check("muted");
  private final Checkbox names = inputs.check("names");

  OwnRoomDialog(OwnRooms rooms, String extension, @Nullable OwnRoomView before, Runnable saved) {
    this.rooms = rooms;
    this.extension = extension;
    this.saved = saved;
    super(text(before == null ? "ownroom.create" : "ownroom.change"), text("base.save"));
    field("title", title);
    field("pin", pin);
    field("waitForModerator", lobby);
    field("mutedEntry", muted);
    field("names", names);
    pin.setRequiredIndicatorVisible(true);
    title.setAutofocus(true);
    if (before == null) {
      pin.setValue("%06d".formatted(RANDOM.nextInt(PINS)));
      lobby.setValue(true);
    } else {
      title.setValue(before.title());
      pin.setValue(before.pin());
      lobby.setValue(before.lobby());
      muted.setValue(before.mutedEntry());
      names.setValue(before.names());
    }
  }

  @Override
  protected void save() {
    rooms.save(
        extension,
        new SaveOwnRoom(
            Inputs.orNull(title.getValue()),
            pin.getValue().strip(),
            lobby.getValue(),
            muted.getValue(),
            names.getValue()));
    saved.run();
  }
}
