package org.belfry.webui.music;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.time.Duration;
import java.util.List;
import org.belfry.pbx.admin.MusicAdmin;
import org.belfry.pbx.admin.MusicAdmin.PieceView;
import org.belfry.pbx.admin.NotFound;
import org.belfry.webui.base.Inputs;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Pill;
import org.belfry.webui.base.Question;
import org.belfry.webui.base.SoundDrop;
import org.belfry.webui.base.SoundPlayer;
import org.belfry.webui.base.Toast;

/** The pieces of one playlist: to be heard, added, taken away. */
final class PlaylistPanel extends Panel {
  private final transient MusicAdmin music;
  private final String playlist;
  private final transient Runnable changed;
  private final transient Inputs inputs = new Inputs("music.");

  /**
   * @param players names of the queues that play it; nothing is said of them for the site's
   * @param changed run when a piece has come or gone
   */
  PlaylistPanel(MusicAdmin music, String playlist, List<String> players, Runnable changed) {
    this.music = music;
    this.playlist = playlist;
    this.changed = changed;
    boolean site = playlist.equals(MusicAdmin.SITE);
    super(site ? text("music.site") : playlist);
    List<PieceView> pieces = music.pieces(playlist);
    Paragraph lead = new Paragraph(site ? inputs.text("site.lead") : playedBy(players));
    lead.addClassName("bf-small");
    Div rows = new Div();
    rows.addClassName("bf-rows");
    if (pieces.isEmpty()) {
      Paragraph none = new Paragraph(inputs.text("none"));
      none.addClassName("bf-none");
      rows.add(none);
    } else {
      withAction(new Pill(length(sum(pieces)), Pill.Tone.QUIET));
    }
    pieces.forEach(piece -> rows.add(row(piece, pieces.size() == 1)));
    SoundDrop drop = new SoundDrop(Pieces.BYTES_MAX, this::take);
    add(lead, rows, drop);
  }

  private String playedBy(List<String> queues) {
    return queues.isEmpty()
        ? inputs.text("unused")
        : inputs.text("queues", String.join(", ", queues));
  }

  private static double sum(List<PieceView> pieces) {
    return pieces.stream().mapToDouble(PieceView::seconds).sum();
  }

  private static String length(double seconds) {
    return Moments.clock(Duration.ofSeconds(Math.round(seconds)));
  }

  private Div row(PieceView piece, boolean last) {
    Span name = new Span(piece.name());
    name.addClassName("bf-entry-title");
    Span length = new Span(length(piece.seconds()));
    length.addClassName("bf-small");
    Div entry =
        new Div(
            name,
            length,
            SoundPlayer.ofWav(
                inputs.text("play", piece.name()), () -> music.sound(playlist, piece.name())));
    entry.addClassName("bf-entry");
    Button remove = new Button(VaadinIcon.TRASH.create(), clicked -> ask(piece.name(), last));
    remove.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    remove.setTooltipText(getTranslation("base.delete"));
    remove.setAriaLabel(
        getTranslation("base.action.on", getTranslation("base.delete"), piece.name()));
    Div row = new Div(entry, remove);
    row.addClassName("bf-row");
    return row;
  }

  private void take(String file, byte[] sound) {
    PieceView piece = music.put(playlist, Pieces.name(file), sound);
    Toast.done(inputs.text("taken", piece.name()));
    changed.run();
  }

  private void ask(String piece, boolean last) {
    String what = !last ? "delete.sentence" : playlist.isEmpty() ? "delete.site" : "delete.last";
    new Question(
            inputs.text("delete.title", piece),
            inputs.text(what),
            getTranslation("base.delete"),
            () -> remove(piece))
        .open();
  }

  private void remove(String piece) {
    try {
      music.remove(playlist, piece);
      Toast.done(getTranslation("base.deleted", piece));
    } catch (NotFound gone) {
      Toast.problem(getTranslation("base.gone"));
    }
    changed.run();
  }
}
