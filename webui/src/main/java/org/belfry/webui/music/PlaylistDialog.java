package org.belfry.webui.music;

import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.TextField;
import java.util.function.Consumer;
import org.belfry.pbx.admin.InvalidCommand;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.webui.base.FormDialog;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.SoundDrop;

/** A new playlist: a name and the first piece, without which there is none. */
final class PlaylistDialog extends FormDialog {
  private final transient MusicAdmin music;
  private final transient Consumer<String> created;
  private final transient Inputs inputs = new Inputs("music.");
  private final TextField name = inputs.line("name");
  private final Span chosen = new Span();
  private String file = "";
  private byte[] sound = {};

  /**
   * @param created given its name
   */
  PlaylistDialog(MusicAdmin music, Consumer<String> created) {
    this.music = music;
    this.created = created;
    super(text("music.create"), text("music.create.save"));
    name.setRequiredIndicatorVisible(true);
    name.setAutofocus(true);
    field("playlist", name);
    form().part(inputs.text("first"));
    note(new SoundDrop(Pieces.BYTES_MAX, this::take));
    note(chosen);
  }

  private void take(String fileName, byte[] content) {
    file = fileName;
    sound = content;
    chosen.setText(inputs.text("chosen", fileName));
  }

  @Override
  protected void save() {
    String playlist = name.getValue().strip();
    if (playlist.isEmpty()) {
      throw new InvalidCommand("playlist", inputs.text("name.missing"));
    }
    if (music.playlists().contains(playlist)) {
      throw new InvalidCommand("playlist", inputs.text("name.taken"));
    }
    if (sound.length == 0) {
      throw new InvalidCommand("sound", inputs.text("first.missing"));
    }
    music.put(playlist, Pieces.name(file), sound);
    created.accept(playlist);
  }
}
