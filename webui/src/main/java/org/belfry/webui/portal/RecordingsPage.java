package org.belfry.webui.portal;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.NotFoundException;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import jakarta.annotation.security.RolesAllowed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.belfry.pbx.admin.NotFound;
import org.belfry.pbx.admin.RecordingAdmin;
import org.belfry.pbx.admin.RecordingAdmin.RecordingPage;
import org.belfry.pbx.admin.RecordingAdmin.RecordingView;
import org.belfry.pbx.admin.RecordingAdmin.Search;
import org.belfry.webui.base.Empty;
import org.belfry.webui.base.Moments;
import org.belfry.webui.base.Myself;
import org.belfry.webui.base.Panel;
import org.belfry.webui.base.Party;
import org.belfry.webui.base.SoundPlayer;

/** What was recorded of the own calls, for who may hear it. Nothing is deleted here. */
@Route(value = "portal/recordings", layout = PortalLayout.class)
@RolesAllowed("USER")
public class RecordingsPage extends org.belfry.webui.base.Page {
  private static final int MORE = 25;
  private static final int MOST = 500;

  private final transient RecordingAdmin recordings;
  private final String extension;
  private final Moments moments = Moments.of(this);
  private final Div rows = new Div();
  private final Button more =
      new Button(getTranslation("portal.recordings.more"), clicked -> showMore());
  private int limit = MORE;

  public RecordingsPage(RecordingAdmin recordings, Myself myself) {
    this.recordings = recordings;
    this.extension = myself.extension();
    super("portal.recordings.title", "portal.recordings.lead");
    if (!recordings.mayHear(extension)) {
      throw new NotFoundException();
    }
    rows.addClassName("bf-rows");
    more.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    add(new Panel(getTranslation("portal.recordings.list"), rows, more));
    refresh();
  }

  private void showMore() {
    limit = Math.min(MOST, limit + MORE);
    refresh();
  }

  private void refresh() {
    RecordingPage page = recordings.recordings(new Search(null, extension, null, null), 0, limit);
    more.setVisible(page.total() > page.recordings().size() && limit < MOST);
    rows.removeAll();
    if (page.recordings().isEmpty()) {
      rows.add(
          new Empty(
              VaadinIcon.MICROPHONE,
              getTranslation("portal.recordings.empty"),
              getTranslation("portal.recordings.empty.sentence")));
    }
    page.recordings().forEach(recording -> rows.add(row(recording)));
  }

  private Div row(RecordingView recording) {
    Span arrow = new Span("→");
    arrow.addClassName("bf-arrow");
    Div parties =
        new Div(
            new Party(recording.callerName(), recording.caller()),
            arrow,
            new Party(recording.calleeName(), recording.callee()));
    parties.addClassName("bf-entry-parties");
    Span when =
        new Span(
            moments.minute(recording.startedAt())
                + " · "
                + Moments.clock(Duration.ofMillis(Math.round(recording.seconds() * 1000))));
    when.addClassName("bf-small");
    String who = recording.caller() + " → " + recording.callee();
    Div entry =
        new Div(
            parties,
            when,
            new SoundPlayer(
                getTranslation("portal.recordings.play", who), () -> mine(recording.id())));
    entry.addClassName("bf-entry");
    Div actions = new Div(download(recording, who));
    actions.addClassName("bf-row-actions");
    Div row = new Div(entry, actions);
    row.addClassName("bf-row");
    return row;
  }

  /** The permission may be gone by the time that somebody presses play. */
  private Path mine(long id) {
    if (!recordings.mayHear(extension, id)) {
      throw new NotFound("recording", id);
    }
    return recordings.sound(id);
  }

  private Anchor download(RecordingView recording, String who) {
    Anchor link =
        new Anchor(
            DownloadHandler.fromInputStream(asked -> {
              try {
                Path file = mine(recording.id());
                String name = file.getFileName().toString();
                return new DownloadResponse(
                    Files.newInputStream(file),
                    "recording-" + recording.id() + name.substring(name.lastIndexOf('.')),
                    name.endsWith(".wav") ? "audio/wav" : "audio/ogg",
                    Files.size(file));
              } catch (NotFound | IOException gone) {
                return DownloadResponse.error(404);
              }
            }),
            "");
    link.add(VaadinIcon.DOWNLOAD_ALT.create());
    link.addClassName("bf-icon-link");
    link.getElement()
        .setAttribute(
            "aria-label",
            getTranslation("base.action.on", getTranslation("portal.recordings.download"), who));
    return link;
  }
}
